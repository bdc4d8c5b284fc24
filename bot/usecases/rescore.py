"""Scoring customers anew: twice a day, since evidence ages, and whenever somebody asks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.storage import customers, health, house
from bot.storage.customers import Customer
from bot.storage.database import Database
from bot.usecases.announce_status import LEFT_TO_OTHERS, announce_statuses
from bot.usecases.intake.evidence import Ledger
from bot.usecases.knowledge import Knowledge
from bot.usecases.outbox import Outbox

_PAGE = 200  # customers in one transaction: intake waits for no longer than that takes


async def rescore_workspace(
    database: Database,
    knowledge: Knowledge,
    workspace_id: str,
    now: datetime,
    only: str | None = None,
    progress: Callable[[int], None] = lambda _count: None,
    *,
    recount: bool = False,
) -> int:
    """Recompute every customer (or one) of a workspace, page by page; returns how many.

    ``progress`` is told how many were done, after each page. The sums that are kept are carried forward to
    today; to ``recount`` is to count all facts again instead.
    """
    count, after = 0, ""
    while True:
        page = partial(
            _rescore_page,
            knowledge=knowledge,
            workspace_id=workspace_id,
            after=after,
            only=only,
            now=now,
            recount=recount,
        )
        after, scored = await database.write(page)
        count += scored
        progress(scored)
        if only is not None or scored < _PAGE:
            return count


def _rescore_page(
    tx: Connection,
    knowledge: Knowledge,
    workspace_id: str,
    after: str,
    only: str | None,
    now: datetime,
    *,
    recount: bool,
) -> tuple[str, int]:
    house.lock_workspace(tx, workspace_id)
    if only is None:
        page = customers.page_of_customers(tx, workspace_id, after, _PAGE)
    else:
        page = list(customers.get_customers(tx, workspace_id, [only]).values())
    if page:
        rescore_customers(tx, knowledge, workspace_id, page, now, recount=recount)
    return (page[-1].id if page else after), len(page)


def rescore_customers(
    tx: Connection,
    knowledge: Knowledge,
    workspace_id: str,
    page: Sequence[Customer],
    now: datetime,
    *,
    recount: bool = True,
    told: bool = True,
) -> None:
    """Score these customers from what is stored, and keep the day's word.

    Rules look at changes of statuses, unless those are not to be ``told``.
    """
    known = knowledge.of(tx, workspace_id)
    ledger = Ledger(known, now)
    ledger.load(tx, {customer.id: customer for customer in page}, recount=recount)
    rows = ledger.write(tx, [customer.id for customer in page])
    # The history of the score is kept by the day, here and not with every event: two rows a day, however busy
    # it is.
    health.keep_day(tx, rows, known.today(now))
    if told:
        outbox = Outbox(workspace_id, LEFT_TO_OTHERS, now)
        whose = {customer.id: customer for customer in page}
        announce_statuses(tx, known, ledger.status_changes, whose, outbox, now)
        outbox.write(tx)
