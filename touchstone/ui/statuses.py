"""One state, one word, one shape, one colour: the table that every status on every page is drawn from.

Keys are the state names of the trade. A look is a family of colour and edge in `components.css`:
none (grey words), wait (grey), info (blue), refer (rust), stop (crimson), provisional (green, dashed edge),
pass (green), proved (stone and gold; only for what is confirmed for good).
"""

from __future__ import annotations

from dataclasses import dataclass

LOOKS = ("none", "wait", "info", "refer", "stop", "provisional", "pass", "proved")


@dataclass(frozen=True)
class Status:
    """A state as it is shown: `word` first, then `icon` (its shape), then `look` (its colour)."""

    state: str
    word: str
    icon: str
    look: str


def _family(look: str, icon: str, words: dict[str, str]) -> dict[str, Status]:
    return {state: Status(state, word, icon, look) for state, word in words.items()}


STATUSES: dict[str, Status] = {
    # Nothing has happened yet, or it no longer counts.
    **_family(
        "none",
        "minus",
        {
            "not_started": "Not started",
            "not_assessed": "Not yet assessed",
            "none": "None",
            "not_due": "Not due yet",
            "not_sampled": "Not in the sample",
            "not_applicable": "Does not apply",
            "skipped": "Left out, with a reason",
            "superseded": "Replaced by a newer one",
            "withdrawn": "Withdrawn",
            "cancelled": "Cancelled",
            "void": "Void",
            "erased": "Erased",
            "archived": "Archived",
            "disposed": "Disposed of",
            "lost": "Did not go ahead",
            "duplicate": "Duplicate",
            "ended": "Ended",
            "left": "Has left",
            "waived": "Waived",
            "not_released": "Not released",
        },
    ),
    # Somebody is writing.
    **_family(
        "wait",
        "pencil-line",
        {
            "draft": "Draft",
            "gathering": "Gathering evidence",
            "open": "Open",
            "drafting": "Being written",
            "building": "Being put together",
            "in_progress": "In progress",
            "contracting": "Agreeing the contract",
            "action_open": "Action open",
            "reopened": "Opened again",
            "report_drafted": "Report drafted",
        },
    ),
    # It waits for a named person or a day.
    **_family(
        "wait",
        "hourglass",
        {
            "waiting": "Waiting",
            "submitted": "Sent",
            "with_assessor": "With the assessor",
            "allocated": "Allocated",
            "in_assessment": "Being assessed",
            "in_review": "In review",
            "requested": "Asked for",
            "scheduled": "Scheduled",
            "planned": "Planned",
            "proposed": "Proposed",
            "lodged": "Lodged",
            "received": "Received",
            "awaited": "Awaited",
            "unconfirmed": "Not yet confirmed",
            "applied": "Applied for",
            "claimed": "Claimed",
            "prepared": "Prepared",
            "invoiced": "Invoiced",
            "due": "Due",
            "offered": "Offered",
            "quoted": "Quoted",
            "contacted": "Contacted",
            "new": "New",
            "investigating": "Being looked into",
            "scanning": "Being scanned",
            "uploading": "Uploading",
            "quarantined": "Held for a scan",
            "evidence_submitted": "Evidence sent",
            "consultant_review": "With the consultant",
            "qcm_review": "With the quality manager",
            "ao_applied": "With the awarding organisation",
            "escalated": "With the awarding organisation",
            "sent_dcs": "Claim sent",
            "sent_exception_order": "Order sent",
            "selected": "Drawn for a check",
            "not_scanned": "Not scanned",
            "refund_requested": "Refund asked for",
        },
    ),
    **_family("wait", "lock-keyhole", {"frozen": "Frozen", "closed": "Closed", "pack_frozen": "Pack frozen"}),
    # Worth knowing; no judgement in it.
    **_family(
        "info",
        "info",
        {
            "in_iqa": "In the IQA sample",
            "in_eqa": "In the EQA sample",
            "announced": "Announced",
            "advised": "Advised",
            "agreed_with_advice": "Agreed, with advice",
            "managed": "Conflict, managed",
            "eligible": "Eligible",
            "part_paid": "Part paid",
            "part_accepted": "Accepted in part",
            "part_upheld": "Upheld in part",
            "restricted_trainee": "Trainee, countersigned",
            "granted_with_actions": "Granted, with actions",
            "partly_met": "Partly met",
            "error_reported": "Error reported",
            "acknowledged": "Acknowledged",
        },
    ),
    **_family(
        "info", "redo-2", {"carried": "Carried forward", "transferred_out": "Transferred", "converted": "Converted"}
    ),
    **_family(
        "info", "pen-line", {"to_confirm": "To confirm", "to_sign": "To sign", "to_countersign": "To countersign"}
    ),
    **_family("info", "calendar-clock", {"expiring": "Ends soon", "review_due": "Review due"}),
    # More is needed; nobody has failed.
    **_family(
        "refer",
        "undo-2",
        {
            "referral": "Referral",
            "iqa_returned": "Returned by the IQA",
            "rejected": "Sent back",
            "not_met": "Not met",
        },
    ),
    **_family(
        "refer", "mail-warning", {"returned_unassessed": "Returned unassessed", "returned_undelivered": "Came back"}
    ),
    **_family("refer", "circle-dashed", {"partial": "Partly there", "gap": "Gap", "missing": "Missing"}),
    **_family("refer", "scan-eye", {"name_found": "Name found"}),
    **_family(
        "refer",
        "message-square-warning",
        {
            "disputed": "Disputed",
            "disagreed": "Disagreed",
            "cannot_confirm": "Cannot be confirmed",
            "queried": "Queried",
            "ao_queried": "Queried by the awarding organisation",
            "conflict": "Conflict declared",
        },
    ),
    # It stops something.
    **_family(
        "stop",
        "octagon-alert",
        {
            "blocked": "Blocked",
            "rejected_malware": "Harmful file",
            "rejected_type": "Kind not allowed",
            "prohibits": "May not act",
            "macro": "Has a macro",
            "ended_by_breach": "Ended by a breach",
            "sanctioned": "Sanctioned",
            "defaulted": "Defaulted",
        },
    ),
    **_family(
        "stop",
        "ban",
        {
            "declined": "Declined",
            "refused": "Refused",
            "not_upheld": "Not upheld",
            "revoked": "Revoked",
            "overturned": "Overturned",
        },
    ),
    **_family(
        "stop",
        "clock-alert",
        {
            "overdue": "Overdue",
            "expired": "Expired",
            "lapsed": "Lapsed",
            "out_of_time": "Out of time",
            "in_arrears": "In arrears",
        },
    ),
    **_family("stop", "pause", {"on_hold": "On hold", "suspended": "Suspended"}),
    # Judged, not closed.
    **_family(
        "provisional",
        "circle-dot-dashed",
        {
            "pass_provisional": "Pass (provisional)",
            "released_provisional": "Pass (provisional)",
        },
    ),
    # Done and good.
    **_family(
        "pass",
        "shield-check",
        {
            "iqa_agreed": "Pass, IQA agreed",
            "agreed": "Agreed",
            "released": "Released",
            "verified": "Checked and closed",
            "countersigned": "Countersigned",
            "peer_checked": "Checked by a colleague",
        },
    ),
    **_family(
        "pass",
        "circle-check",
        {
            "pass": "Pass",
            "done": "Done",
            "met": "Met",
            "valid": "Valid",
            "approved": "Approved",
            "accepted": "Accepted",
            "active": "Active",
            "current": "Current",
            "granted": "Granted",
            "paid": "Paid",
            "upheld": "Upheld",
            "resolved": "Resolved",
            "signed": "Signed",
            "declared": "Declared",
            "available": "Safe, stored",
            "held": "Held",
            "client_confirmed": "Client confirmed",
            "contracted": "Contract signed",
            "concluded": "Concluded",
            "published": "Published",
            "minuted": "Minuted",
            "signed_off": "Signed off",
            "in_place": "In place",
            "validated": "Checked and complete",
            "assessed": "Assessed",
            "completed": "Completed",
            "checked": "Checked",
            "registered": "Registered",
            "mapped": "Mapped",
            "evidenced": "Evidenced",
            "lifted": "Lifted",
            "refunded": "Refunded",
            "action_done": "Action done",
            "report_issued": "Report issued",
            "responded": "Answered",
            "no_case": "No case to answer",
        },
    ),
    **_family("pass", "file-check", {"unchanged": "Unchanged"}),
    # Proof: nothing wears gold before this.
    **_family(
        "proved",
        "badge-check",
        {
            "confirmed": "Confirmed",
            "ratified": "Confirmed",
            "genuine": "Genuine",
            "issued": "Issued",
        },
    ),
}


def status(state: str) -> Status:
    """The status of `state`; an unknown state is shown in plain grey with its own name as words.

    `state` may be written with hyphens or capitals. An empty state is "Not started".
    """
    key = str(state or "not_started").strip().lower().replace("-", "_").replace(" ", "_")
    found = STATUSES.get(key)
    return found or Status(key, key.replace("_", " ").capitalize(), "dot", "wait")
