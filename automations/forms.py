"""A dataclass of ``Annotated[type, Field]`` fields is one declaration for codec, checks, forms and docs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from functools import lru_cache
from inspect import cleandoc
from typing import Any, ClassVar, NamedTuple, TypeVar, get_type_hints

from automations.errors import Problems, Refused, under
from automations.fields import Choice, Field, FieldDescription, Option
from automations.wording import listed, meant, named, shown, spelling_hint


class Form:
    """Base of everything a person fills in; a subclass's docstring is its text in forms and docs."""

    __slots__ = ()
    label: ClassVar[str]

    @classmethod
    def describe(cls) -> list[FieldDescription]:
        """The fields in the order of declaration."""
        return [
            field.describe(key, required=True)
            if required
            else replace(field.describe(key, required=False), default=field.dump(default))
            for key, field, required, default in declarations(cls)
        ]

    @classmethod
    def about(cls) -> str:
        return cleandoc(cls.__doc__ or "")


class Declared(NamedTuple):
    """One field of a dataclass; ``default`` counts only when the field is not required."""

    key: str
    field: Field[Any]
    required: bool
    default: object


F = TypeVar("F", bound=Form)


def declarations(form: type[Form]) -> tuple[Declared, ...]:
    """The declared fields of a dataclass; fields that are not Annotated with a Field are its own business."""
    key: Any = form
    return _declarations(key)


@lru_cache(maxsize=256)
def _declarations(form: type[Any]) -> tuple[Declared, ...]:
    hints = get_type_hints(form, include_extras=True)
    found = []
    for each in fields(form):
        for extra in getattr(hints[each.name], "__metadata__", ()):
            if isinstance(extra, Field):
                found.append(Declared(each.name, extra, each.default is MISSING, each.default))
    return tuple(found)


def read_fields(
    form: type[Form], data: Mapping[Any, object], path: str, problems: Problems
) -> dict[str, Any]:
    """The typed values of the declared fields that are there and right; every other one becomes a problem."""
    values: dict[str, Any] = {}
    for key, field, required, _ in declarations(form):
        if key in data:
            try:
                values[key] = field.parse(data[key])
            except Refused as refused:
                problems.add(under(path, key), str(refused))
        elif required:
            problems.add(under(path, key), f"It is required: {field.allowed}.")
    return values


def write_fields(value: Form) -> dict[str, object]:
    """The declared fields that differ from their defaults, as JSON and YAML hold them."""
    written = {}
    for key, field, required, default in declarations(type(value)):
        held = getattr(value, key)
        if required or held != default:
            written[key] = field.dump(held)
    return written


def refuse_unknown_keys(
    data: Mapping[Any, object], allowed: Iterable[str], path: str, problems: Problems
) -> None:
    """A problem for every key that nobody reads: a slip of the pen must not weaken a rule in silence."""
    known = tuple(allowed)
    for key in data:
        if not isinstance(key, str) or not key.strip():
            sentence = f"What may stand here is {listed(known)}, not {named(key)}{spelling_hint(key)}."
            problems.add(path or "rule", sentence)
        elif key not in known:
            sentence = (
                f"There is no {named(key)} here{meant(key, known)}; what may stand here is {listed(known)}."
            )
            problems.add(under(path, shown(key)), sentence)


def options_of(table: Mapping[str, type[Form]]) -> tuple[Option, ...]:
    """The keys of a table of forms as a choice."""
    return tuple(Option(key, form.label) for key, form in table.items())


def read_tagged(
    table: Mapping[str, type[F]], tag: str, data: object, path: str, problems: Problems
) -> F | None:
    """The form that ``data[tag]`` names in the table, filled from the other keys; None after a problem."""
    choice = Choice(tag, options_of(table))
    if not isinstance(data, Mapping):
        problems.add(
            path,
            f"It must be a mapping with {tag}: {choice.allowed}, not {named(data)}.",
        )
        return None
    if tag not in data:
        problems.add(under(path, tag), f"It is required: {choice.allowed}.")
        return None
    try:
        form = table[choice.parse(data[tag])]
    except Refused as refused:
        problems.add(under(path, tag), str(refused))
        return None
    keys = [declared.key for declared in declarations(form)]
    refuse_unknown_keys(data, [tag, *keys], path, problems)
    values = read_fields(form, data, path, problems)
    make: Callable[..., F] = form
    required = [declared.key for declared in declarations(form) if declared.required]
    return make(**values) if all(key in values for key in required) else None


def write_tagged(table: Mapping[str, type[F]], tag: str, value: F) -> dict[str, object]:
    """The dict form: the tag first, then the fields that differ from their defaults."""
    return {tag: name_in(table, type(value)), **write_fields(value)}


def name_in(table: Mapping[str, type[F]], form: type[Form]) -> str:
    """The key of a form in its table; KeyError when it was never entered."""
    for key, entry in table.items():
        if entry is form:
            return key
    raise KeyError(f"{form.__name__} is in no table")
