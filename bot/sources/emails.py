"""What an e-mail address says about the company behind it."""

# Providers under one name, and those that use theirs under many country endings.
_PROVIDERS_TEXT = """
    gmail.com googlemail.com icloud.com me.com mac.com aim.com msn.com passport.com rocketmail.com ymail.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.io tuta.com
    keemail.me fastmail.com fastmail.fm hey.com duck.com mailbox.org posteo.de posteo.net zohomail.com
    mail.com email.com usa.com inbox.com hushmail.com mailinator.com guerrillamail.com web.de t-online.de
    freenet.de arcor.de online.de 1und1.de email.de bluewin.ch hispeed.ch orange.fr wanadoo.fr free.fr sfr.fr
    laposte.net neuf.fr bbox.fr libero.it virgilio.it tiscali.it tin.it alice.it telefonica.net ono.com
    ziggo.nl kpnmail.nl planet.nl xs4all.nl hetnet.nl home.nl casema.nl telenet.be skynet.be btinternet.com
    virginmedia.com sky.com talktalk.net ntlworld.com blueyonder.co.uk tiscali.co.uk comcast.net verizon.net
    att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com netzero.net
    frontier.com windstream.net roadrunner.com rr.com rogers.com shaw.ca sympatico.ca telus.net bigpond.com
    bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz mail.ru bk.ru inbox.ru list.ru rambler.ru ya.ru
    ukr.net seznam.cz wp.pl o2.pl interia.pl onet.pl qq.com foxmail.com 163.com 126.com yeah.net sina.com
    sina.cn sohu.com aliyun.com naver.com daum.net hanmail.net docomo.ne.jp ezweb.ne.jp softbank.ne.jp
    rediffmail.com uol.com.br bol.com.br terra.com.br ig.com.br
"""
_PROVIDERS = frozenset(_PROVIDERS_TEXT.split())
_FAMILIES = frozenset({"hotmail", "outlook", "live", "yahoo", "aol", "gmx", "yandex"})
_SECOND_LEVELS = frozenset({"co", "com", "net", "org"})


def company_domain(email: str) -> str | None:
    """The lower-case domain of an address when it can identify a company.

    None for what is not an address, and for providers of personal mail: gmail.com says nothing about a
    customer.
    """
    local, at, domain = email.rpartition("@")
    domain = domain.casefold().rstrip(".")
    if not (local and at and "." in domain) or domain in _PROVIDERS or _of_family(domain):
        return None
    return domain


def _of_family(domain: str) -> bool:
    brand, _, ending = domain.partition(".")
    if brand not in _FAMILIES:
        return False
    # yahoo.fr and yahoo.co.uk, but not live.acme.com.
    second, dot, _country = ending.partition(".")
    return not dot or second in _SECOND_LEVELS
