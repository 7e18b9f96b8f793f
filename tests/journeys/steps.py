"""The steps of the spine as people take them: by labels, roles and the names of buttons, each page looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Running, Visitor

EVIDENCE = Path(__file__).resolve().parents[2] / "examples" / "evidence"
OWN_PASSWORD = "violet harbour tuesday lamp"
TAB_STOPS = 150
NAME_OF_THE_FOCUS = """(now => now.ariaLabel || now.labels?.[0]?.innerText || now.innerText || "")(
document.activeElement ?? document.body)"""
TO_SIGN = re.compile("password", re.IGNORECASE)


# The office -----------------------------------------------------------------------------------------------------------


def registers(office: Visitor, given: str, family: str, email: str, number: str) -> str:
    """The address of a new draft for the learner, with the papers checked."""
    office.goes_to("/")
    office.opens_place("Registrations")
    office.looks()
    office.clicks("Register a learner")
    office.looks()
    office.page.get_by_role("radio", name=number).check()
    office.presses("Go on")
    office.looks()
    for label, words in (
        ("Given name", given),
        ("Family name", family),
        ("Email", email),
        ("Date of birth", "1990-05-04"),
    ):
        office.page.get_by_label(label, exact=True).fill(words)
    office.presses("Make the draft")
    expect(office.page.get_by_text(f"A draft is made for {given} {family}")).to_be_visible()
    office.looks()
    office.clicks("Papers are in order")
    office.looks()
    office.page.get_by_role("radio", name="Passport").check()
    office.presses("Papers are in order")
    expect(office.page.get_by_text("Checked. A second person sends it in.")).to_be_visible()
    expect(office.page.get_by_role("link", name="Send it in")).to_have_count(0)
    return office.page.url


def sends_in(manager: Visitor, learner: str) -> None:
    """The second person finds the registration and sends it."""
    manager.goes_to("/")
    manager.opens_place("Registrations")
    manager.page.get_by_label("Name, number or email").fill(learner)
    manager.page.keyboard.press("Enter")
    manager.clicks(learner)
    manager.looks()
    manager.clicks("Send it in")
    manager.looks()
    manager.presses("Send it in")
    expect(manager.page.get_by_text("Sent. Note the confirmation when it comes.")).to_be_visible()


def confirms(office: Visitor, registration: str, enr: str) -> None:
    """The enrolment number is noted, tutor and assessor are named."""
    office.goes_to(registration)
    office.clicks("Confirm")
    office.page.get_by_label("Enrolment number").fill(enr)
    office.looks()
    office.presses("Confirm")
    expect(office.page.get_by_text("Confirmed. The learner can begin.")).to_be_visible()
    office.clicks("Name tutor and assessor")
    office.looks()
    office.page.get_by_label("Tutor").select_option("Gwen Harries")
    office.page.get_by_label("Assessor").select_option("Ben Okafor")
    office.presses("Keep them")
    expect(office.page.get_by_text("Tutor and assessor are named.")).to_be_visible()
    expect(office.page.get_by_text(enr)).to_be_visible()
    office.looks()


# The learner ----------------------------------------------------------------------------------------------------------


def accepts_the_invitation(learner: Visitor, centre: Running, email: str) -> None:
    """The link of the mail leads in, and a password of their own makes the account."""
    link = re.search(r"https?://\S+/invitation/\S+", centre.letters_to(email))
    assert link, f"no invitation went to {email}"
    learner.goes_to(link[0])
    learner.looks()
    learner.page.get_by_label(TO_SIGN).fill(OWN_PASSWORD)
    learner.presses("Make my account")
    expect(learner.page.get_by_role("navigation", name="Places")).to_be_visible()
    learner.looks()


def uploads(learner: Visitor, *names: str) -> None:
    """The files are chosen all at once; each arrives with its own line."""
    learner.goes_to("/")
    learner.opens_place("Portfolio")
    learner.looks()
    learner.page.get_by_label("Drop files here").set_input_files([EVIDENCE / name for name in names])
    expect(learner.page.get_by_role("main").get_by_text("Stored. Link it next")).to_have_count(len(names))
    expect(learner.page.get_by_role("table", name="Evidence").get_by_role("row")).not_to_have_count(0)
    learner.looks()


def drops(learner: Visitor, name: str, words: str) -> None:
    """One more file is dragged onto the page."""
    carried = learner.page.evaluate_handle(
        """([name, words]) => { const carried = new DataTransfer();
        carried.items.add(new File([words], name, {type: "text/plain"})); return carried; }""",
        [name, words],
    )
    before = learner.page.get_by_role("main").get_by_text("Stored. Link it next").count()
    zone = learner.page.get_by_text("Drop files here").locator("..").locator("..")
    zone.dispatch_event("drop", {"dataTransfer": carried})
    expect(learner.page.get_by_role("main").get_by_text("Stored. Link it next")).to_have_count(before + 1)


def writes(learner: Visitor, title: str, words: str) -> None:
    """A piece written in the page; it saves itself before anybody asks it to."""
    learner.goes_to("/portfolio/")
    learner.clicks("Write in the page")
    learner.page.get_by_label("Title").fill(title)
    learner.looks()
    learner.presses("Start writing")
    learner.page.get_by_label("Your words").press_sequentially(words[:40])
    expect(learner.page.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()
    learner.page.get_by_label("Your words").fill(words)
    learner.looks()
    learner.presses("Done")
    expect(learner.page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(learner.page.get_by_text(words[-40:])).to_be_visible()
    learner.looks()


def links(
    learner: Visitor, title: str, units: Iterable[str], *, only: Iterable[str] = (), but: str = "", where: str = ""
) -> None:
    """The piece is linked to the criteria of the units, to `only` these or to all `but` one, with a place in words."""
    learner.goes_to("/portfolio/")
    learner.clicks(title)
    wanted, count = set(only), 0
    for unit in units:
        group = learner.page.get_by_role("group", name=re.compile(f"^Unit {unit}"))
        for box in group.get_by_role("checkbox").all():
            ref = box.locator("..").inner_text().split()[0]
            if ref == but or (wanted and ref not in wanted):
                continue
            box.check()
            count += 1
        if where:
            group.get_by_text("Where in it").first.click()
            group.get_by_label("In words").first.fill(where)
            where = ""
    learner.presses("Save the links")
    expect(learner.page.get_by_text(re.compile(r"is linked to (one criterion|\d+ criteria)"))).to_be_visible()
    assert count > 0
    learner.looks()


def submits(learner: Visitor, unit: str, *, password: str = OWN_PASSWORD, without: str = "") -> str:
    """The check, the declaration, the receipt; the receipt's number."""
    learner.goes_to("/units/")
    learner.looks()
    learner.clicks(f"{unit} ")
    learner.looks()
    learner.clicks("Check before I submit")
    learner.looks()
    if without:
        learner.presses("Go on to the declaration")
        expect(learner.page.get_by_text("Link evidence to each of these, or tick it.")).to_be_visible()
        learner.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(without)} ")).check()
    learner.presses("Go on to the declaration")
    expect(learner.page.get_by_role("heading", name="Declare that it is your own work")).to_be_visible()
    learner.looks()
    learner.page.get_by_label("I have read the statement, and it is true.").check()
    learner.page.get_by_label(TO_SIGN).fill(password)
    learner.presses("Sign and submit")
    receipt = learner.page.get_by_role("heading", name=re.compile("^Receipt "), level=1)
    expect(receipt).to_be_visible()
    learner.looks()
    return receipt.inner_text().removeprefix("Receipt ")


# The assessor, who uses no mouse --------------------------------------------------------------------------------------


def tabs_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on something of this name, as somebody does who has no mouse."""
    for _ in range(TAB_STOPS):
        page.keyboard.press("Tab")
        if name in " ".join(page.evaluate(NAME_OF_THE_FOCUS).split()):
            return
    raise AssertionError(f"{TAB_STOPS} tabs on {page.url} do not reach “{name}”")


def goes_on(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def opens_the_desk(assessor: Visitor, learner: str, unit: str) -> str:
    """From home through the queue to the desk; the sheet's key."""
    assessor.goes_to("/queue/")
    tabs_to(assessor.page, f"{learner}, unit {unit}")
    goes_on(assessor.page, "Enter")
    assessor.page.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/[^/]+/$"))
    return re.search(r"/desk/([0-9a-f-]{36})/", assessor.page.url)[1]


def decides(
    assessor: Visitor, learner: str, unit: str, *, refer: str = "", reason: str = "", feedback: str = ""
) -> str:
    """Every criterion is decided and the sheet signed by the keyboard alone; the sheet's key."""
    sheet = opens_the_desk(assessor, learner, unit)
    page, looked = assessor.page, False
    while "/sign/" not in page.url:
        if refer and page.url.endswith(f"/{refer}/"):
            page.keyboard.press("r")
            expect(page.get_by_label(re.compile("^In your words"))).to_be_focused()
            page.keyboard.type(reason)
            page.keyboard.press("Escape")
            page.keyboard.press("c")
            page.keyboard.type(feedback)
            page.keyboard.press("Escape")
            assessor.looks()
        else:
            page.keyboard.press("p")
            expect(page.get_by_role("radio", name="Pass")).to_be_checked()
            if not looked:
                assessor.looks()
                looked = True
        goes_on(page, "n")
    signs(assessor)
    return sheet


def signs(assessor: Visitor) -> None:
    """The sheet is read and signed with the password."""
    page = assessor.page
    assessor.looks()
    tabs_to(page, "password")
    page.keyboard.type(PASSWORD)
    goes_on(page, "Enter")
    expect(page.get_by_text("Signed. The quality check comes next")).to_be_visible()
    assessor.looks()


# Quality assurance ----------------------------------------------------------------------------------------------------


def agrees(iqa: Visitor, learner: str, unit: str, outcome: str) -> bool:
    """True once the IQA has opened evidence and agreed; False where the sheet was not drawn into the sample."""
    iqa.goes_to("/checks/")
    iqa.page.get_by_label("Learner, unit or assessor").fill(learner)
    iqa.page.keyboard.press("Enter")
    row = iqa.page.get_by_role("link", name=f"{learner}, unit {unit}", exact=True)
    iqa.page.wait_for_url(re.compile("q="))
    iqa.looks()
    if not row.count():
        return False
    row.click()
    iqa.looks()
    iqa.page.get_by_role("link", name=re.compile("^Open E")).first.click()
    iqa.page.wait_for_url(re.compile("item="))
    iqa.looks()
    iqa.page.get_by_label("Comment on the decision").fill(
        "I read it against the criteria and come to the same decisions."
    )
    iqa.page.get_by_label(TO_SIGN).fill(PASSWORD)
    iqa.presses(f"Agree: {outcome}")
    expect(iqa.page.get_by_text(re.compile("Agreed|agreed")).first).to_be_visible()
    iqa.looks()
    return True


def releases(eqa: Visitor, learner: str, results: int) -> None:
    """The EQA opens a result and its evidence, says a word on it, and releases all that wait of this learner."""
    eqa.goes_to("/eqa/")
    eqa.looks()
    eqa.page.get_by_label("Learner, unit or assessor").fill(learner)
    eqa.page.keyboard.press("Enter")
    eqa.page.wait_for_url(re.compile("q="))
    listed = eqa.page.url
    eqa.clicks(f"{learner}, unit")
    eqa.looks()
    eqa.page.get_by_role("link", name=re.compile("^Open E")).first.click()
    eqa.page.wait_for_url(re.compile("item="))
    eqa.page.get_by_role("radio", name="I agree").check()
    eqa.looks()
    eqa.presses("Keep my word")
    eqa.goes_to(listed)
    expect(eqa.page.get_by_text("Agree", exact=True).first).to_be_visible()
    waiting = eqa.page.get_by_role("checkbox", name=f"Release {learner}, unit")
    expect(waiting).to_have_count(results)
    for box in waiting.all():
        box.check()
    eqa.looks()
    eqa.page.get_by_label("Comment").fill("Sampled against the evidence. The decisions are sound.")
    eqa.page.get_by_label(TO_SIGN).fill(PASSWORD)
    eqa.presses("Release the chosen")
    expect(eqa.page.get_by_role("checkbox", name=f"Release {learner}")).to_have_count(0)
    eqa.looks()


# The award ------------------------------------------------------------------------------------------------------------


def prepares(office: Visitor, learner: str) -> None:
    """The gate is open, and the claim is prepared; who prepared it cannot approve it."""
    office.goes_to("/claims/")
    office.looks()
    office.clicks(f"Open the gate of {learner}")
    expect(office.page.get_by_role("heading", name="Claimable: yes")).to_be_visible()
    office.looks()
    office.presses("Prepare the claim")
    expect(office.page.get_by_role("heading", name="Waits for a second person")).to_be_visible()
    expect(office.page.get_by_role("button", name="Approve the claim")).to_have_count(0)
    office.looks()


def approves(manager: Visitor, learner: str) -> None:
    """The second person approves; the certificate is there at once and its page is open."""
    manager.goes_to("/claims/?show=waiting")
    manager.looks()
    manager.clicks(learner)
    manager.looks()
    manager.page.get_by_label(TO_SIGN).fill(PASSWORD)
    manager.presses("Approve the claim")
    expect(manager.page.get_by_role("heading", name="Claimed. The certificate is issued")).to_be_visible()
    manager.looks()
    manager.clicks("Open the certificate")
    expect(manager.page.get_by_role("link", name="Certificate as PDF")).to_be_visible()
    manager.looks()
