"""Company names compared as people compare them."""

import unicodedata

# Endings that say how a company is incorporated, not which company it is.
_LEGAL_FORMS_TEXT = """
    inc incorporated corp corporation co company llc llp lllp lp plc pllc pc ltd limited ltda
    gmbh mbh ag kg kgaa ohg ug se ev eg gbr ek haftungsbeschränkt
    sa sas sasu sarl eurl sl slu sca sc srl spa snc bv nv vof cv bvba sprl cvba
    ab as asa aps oy oyj hf ehf sia uab ou oü sp zoo doo dd kft zrt nyrt sro spol ooo oao zao pao
    pty pte pvt private sdn bhd kk gk yk cia
"""
_LEGAL_FORMS = frozenset(_LEGAL_FORMS_TEXT.split())
_JOINERS = frozenset({"and", "und", "et", "y", "e", "de"})


def normalise_name(name: str) -> str:
    """A key under which spellings of one company name meet: ``ACME, Inc.`` and ``acme`` give ``acme``.

    Case, width and other compatibility forms, punctuation, initials written apart, and trailing legal forms
    do not count. Accents do. Empty only for a blank name; a name of nothing but punctuation stands for
    itself.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace(
        "&", " and "
    )
    folded = folded.replace("'", "").replace("\u2019", "")
    words = _join_initials("".join(c if _counts(c) else " " for c in folded).split())
    kept = len(words)
    while kept > 1 and (words[kept - 1] in _LEGAL_FORMS or words[kept - 1] in _JOINERS):
        kept -= 1
    return " ".join(words[:kept]) or " ".join(name.casefold().split())


def _counts(char: str) -> bool:
    # Marks belong to their letter: without them Hindi or Thai names would fall together.
    return char.isalnum() or (char > "\x7f" and unicodedata.category(char)[0] == "M")


def _join_initials(words: list[str]) -> list[str]:
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return [*joined, run] if run else joined
