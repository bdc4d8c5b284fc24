"""Files through the page: looked at by those who may see them, uploaded, sent, and refused in a sentence."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast
from tests.playground.office_files import paragraph, pdf_file, word_file
from tests.playground.page import LARGEST, Browser, a_page

PNG = b"\x89PNG\r\n"


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with a_page() as slack:
        yield slack


async def status(browser: Browser, file_id: str, person: str) -> int:
    """What somebody gets who asks for the file."""
    url = f"{browser.origin}/playground/api/files/{file_id}"
    async with browser.session.get(url, params={"person": person}) as response:
        return response.status


class TestLooking:
    async def test_the_beginning_of_a_file_can_be_looked_at(
        self, cast: Cast, client: AsyncWebClient, browser: Browser
    ) -> None:
        where = cast.support.id

        async def preview(name: str, content: bytes) -> dict[str, Any]:
            file = (await client.files_upload_v2(channel=where, file=content, filename=name))["file"]
            shown = await browser.get(f"files/{file['id']}/preview")
            assert shown.pop("status", 200) == 200
            return dict(shown)

        assert await preview("a.csv", b"customer,score\nAcme,81\n") == {
            "rows": [["customer", "score"], ["Acme", "81"]]
        }
        assert await preview("a.DOCX", word_file(paragraph("Hello"))) == {
            "paragraphs": [{"kind": "text", "text": "Hello"}]
        }
        assert await preview("a.pdf", pdf_file("Hello")) == {"pages": True}
        for name in ("a.txt", "no.pdf", "no.docx"):
            assert await preview(name, b"a,b") == {}

    async def test_pictures_and_pdf_are_shown_and_anything_else_is_saved(
        self, cast: Cast, client: AsyncWebClient, browser: Browser
    ) -> None:
        where = cast.support.id
        for name, disposition in (("a.png", "inline"), ('x".html', 'attachment; filename="x.html"')):
            file = (await client.files_upload_v2(channel=where, file=b"<script>", filename=name))["file"]
            url = f"{browser.origin}/playground/api/files/{file['id']}"
            async with browser.session.get(url) as response:
                assert response.headers["Content-Disposition"] == disposition
                assert "sandbox" in response.headers["Content-Security-Policy"]
        file = (await client.files_upload_v2(channel=where, file=b"<script>", filename="a.pdf"))["file"]
        async with browser.session.get(f"{browser.origin}/playground/api/files/{file['id']}") as response:
            assert (response.content_type, response.headers["Content-Disposition"]) == (
                "application/pdf", "inline"
            )  # fmt: skip
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
        assert (await browser.get("files/F404"))["status"] == 404

    async def test_only_those_who_see_where_it_is_shared_see_a_file(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        file = slack.upload(cast.ana, "secret.txt", b"x")
        assert [await status(browser, file.id, who.id) for who in (cast.ana, cast.ben)] == [200, 404]
        message = slack.write(cast.ana, cast.board, "", files=[file])
        assert [await status(browser, file.id, who.id) for who in (cast.ana, cast.ben)] == [200, 404]
        slack.workspace.join(cast.ben, cast.board)
        assert await status(browser, file.id, cast.ben.id) == 200
        slack.delete(cast.ana, message)
        assert await status(browser, file.id, cast.ben.id) == 404
        assert (await browser.get(f"files/{file.id}/preview", person=cast.ben.id))["status"] == 404

    async def test_a_guest_sees_no_file_of_a_public_channel(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        eve = slack.workspace.add_person("eve", team=slack.workspace.add_team("Acme", "acme"))
        file = slack.upload(cast.ana, "internal.txt", b"x")
        slack.write(cast.ana, cast.support, "", files=[file])
        assert [await status(browser, file.id, who.id) for who in (cast.ben, eve)] == [200, 404]

    async def test_an_apps_picture_is_seen_where_it_stands_in_blocks(
        self, slack: LocalSlack, cast: Cast, client: AsyncWebClient, browser: Browser
    ) -> None:
        async def a_picture() -> tuple[str, dict[str, Any]]:
            file = (await client.files_upload_v2(file=PNG, filename="chart.png"))["file"]
            return file["id"], {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "Chart"}

        async def seen(file_id: str) -> list[int]:
            return [await status(browser, file_id, who.id) for who in (cast.ana, cast.ben)]

        nowhere, _ = await a_picture()
        assert await seen(nowhere) == [404, 404]
        public, block = await a_picture()
        await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[block])
        assert await seen(public) == [200, 200]
        whispered, block = await a_picture()
        await client.chat_postEphemeral(channel=cast.support.id, user=cast.ben.id, text="x", blocks=[block])
        assert await seen(whispered) == [404, 200]
        at_home, block = await a_picture()
        await client.views_publish(user_id=cast.ana.id, view={"type": "home", "blocks": [block]})
        assert await seen(at_home) == [200, 404]


class TestUploading:
    async def test_what_was_uploaded_is_sent_once_with_its_message(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        file = (await browser.put("files", b"a,b\n", person=cast.ana.id, name="a.csv"))["file"]
        assert (file["name"], file["size"], file["user"]) == ("a.csv", 4, cast.ana.id)
        said = {"person": cast.ana.id, "channel": cast.support.id, "text": "", "client_id": "1"}
        for _ in range(2):
            assert (await browser.post("messages", **said, files=[file["id"]]))["ok"]
        [message] = slack.messages(cast.support)
        assert [each["name"] for each in message.files] == ["a.csv"]
        taken = await browser.post("messages", **{**said, "person": cast.ben.id}, files=[file["id"]])
        assert (taken["status"], taken["error"]) == (404, "There is no such file.")

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\mine\\x.pdf", "x.pdf"),
            ("Übersicht <b>.csv", "Übersicht <b>.csv"),
        ],
    )
    async def test_a_name_is_only_a_name(self, cast: Cast, browser: Browser, name: str, kept: str) -> None:
        answer = await browser.put("files", b"x", person=cast.ana.id, name=name)
        assert answer["file"]["name"] == kept

    async def test_what_cannot_be_taken_is_told_in_a_sentence(self, cast: Cast, browser: Browser) -> None:
        async def refused(content: bytes, **query: str) -> tuple[int, str]:
            answer = await browser.put("files", content, person=cast.ana.id, **query)
            return answer["status"], answer["error"]

        assert await refused(b"x") == (400, "The file needs a name.")
        assert await refused(b"", name="a.txt") == (404, "a.txt is empty.")
        large = await refused(bytes(LARGEST + 1), name="a.bin")
        assert large == (400, "a.bin is larger than 2 MB, the most that is taken here.")
        odd = await browser.post(
            "messages", person=cast.ana.id, channel=cast.support.id, text="x", files="F1"
        )
        assert odd["error"] == "The field files must be a list of texts."

    async def test_a_foreign_page_uploads_nothing(self, cast: Cast, browser: Browser) -> None:
        url = f"{browser.origin}/playground/api/files"
        query, headers = {"person": cast.ana.id, "name": "a.txt"}, {"Origin": "https://evil.example"}
        async with browser.session.put(url, params=query, data=b"x", headers=headers) as response:
            assert response.status == 403
