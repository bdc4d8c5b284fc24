"""The file field of a form: what a person may put into it, and what of it the app gets."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from bot.blockkit.limits import FILE_INPUT_FILES
from bot.playground.slack.apps import App
from bot.playground.slack.files import File
from bot.playground.slack.people import Person
from bot.playground.slack.workspace import Workspace

FILE_BYTES = 10_000_000
"""The size limit of https://docs.slack.dev/reference/block-kit/block-elements/file-input-element."""


def file_objects(workspace: Workspace, who: Person, given: Any) -> list[dict[str, Any]]:
    """The state of a file field that holds these uploads of the person: files, their ids or their objects.

    LookupError for anything else: nobody can send what somebody else has uploaded.
    """
    listed = given if isinstance(given, list) else [given]
    files = [_upload(workspace, who, each) for each in listed]
    return [file.as_json(workspace.base_url, workspace.team.id) for file in files]


def _upload(workspace: Workspace, who: Person, given: Any) -> File:
    file_id = given.get("id") if isinstance(given, dict) else getattr(given, "id", given)
    file = workspace.files.find(str(file_id))
    if file is None or file.content is None or file.user != who.id:
        raise LookupError("The file is not there any more. Choose it once more.")
    return file


def files_complaint(element: Mapping[str, Any], files: list[dict[str, Any]]) -> str | None:
    """What Slack's own form would say beside a file field, or None."""
    most = element.get("max_files", FILE_INPUT_FILES)
    if len(files) > most:
        return f"Please choose at most {most} {'file' if most == 1 else 'files'}."
    allowed = [str(kind).lower().lstrip(".") for kind in element.get("filetypes", ())]
    for file in files:
        if allowed and PurePosixPath(file["name"]).suffix.lstrip(".").lower() not in allowed:
            return f"{file['name']} cannot be sent here. Please choose: {', '.join(allowed)}."
        if file["size"] > FILE_BYTES:
            return f"{file['name']} is larger than {FILE_BYTES // 1_000_000} MB, the most that a form takes."
    return None


def hand_over(workspace: Workspace, app: App, files: list[dict[str, Any]]) -> None:
    """Let the app look at the files that were sent to it."""
    for shown in files:
        file = workspace.files.find(shown["id"])
        if file is not None:
            file.completed = True
            file.handed_to.add(app.id)
