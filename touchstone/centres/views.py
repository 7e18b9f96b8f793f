"""The staff of a centre, their competences and interests, and the approvals of qualifications."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.access.actors import Role
from touchstone.centres import actions, inviting, roster, rules
from touchstone.centres import forms as our
from touchstone.centres.models import Approval, Competence, Interest, Invitation, Person, Seat
from touchstone.centres.permissions import GUARD, Permission
from touchstone.kernel.errors import Refused
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

FORM = ["GET", "HEAD", "POST"]


def tried(form: forms.Form, act: Callable[[dict], object]) -> bool:
    """True when the form was right and `act` took its facts; else the form carries what was wrong."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refused:
        our.show_refusal(form, refused)
        return False
    return True


def status_for(request: SeatedRequest) -> int:
    """422 for a form that came back, else 200."""
    return 422 if request.method == "POST" else 200


@require_safe
@seated
def staff(request: SeatedRequest) -> HttpResponse:
    """Who holds which seat, by name; search, role and page live in the address."""
    words, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    role = role if role in {r.value for r in Role} else ""
    after = _uuid(request.GET.get("after", ""))
    page = roster.staff_page(request.actor, timezone.localdate(request.at), words, role, after)
    query = request.GET.copy()
    if page.after:
        query["after"] = str(page.after)
    facts = {
        "page": page,
        "q": words,
        "role": role,
        "roles": [(r.value, r.label) for r in Role if r is not Role.SYSTEM],
        "invitations": [] if after else roster.open_invitations(request.actor),
        "next": f"?{query.urlencode()}" if page.after else "",
        "may_invite": bool(inviting.invitable(request.actor)),
        "now": request.at,
    }
    return render(request, "centres/staff.html", facts)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(FORM)
@seated
def staff_invite(request: SeatedRequest) -> HttpResponse:
    """Invite somebody to a seat; the answer shows the link once, for a centre without mail."""
    roles = inviting.invitable(request.actor)
    if not roles:
        GUARD.require(request.actor, Permission.INVITE)
    form = our.Invite(request.POST or None, roles=roles)
    made: list[inviting.Invited] = []

    def act(facts: dict) -> None:
        role = Role(facts["role"])
        made.append(actions.invite(by=request.actor, at=request.at, **{**facts, "role": role}))

    if request.method == "POST" and tried(form, act):
        return render(request, "centres/invited.html", {"invited": made[0]})
    return render(request, "centres/staff_invite.html", {"form": form}, status=status_for(request))


@require_POST
@seated
def invitation_withdraw(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Withdraw an invitation, and go back to the staff page."""
    invitation = get_object_or_404(Invitation, pk=pk)
    actions.withdraw_invitation(by=request.actor, invitation=invitation, at=request.at)
    messages.success(request, f"The invitation of {invitation.name} is withdrawn. Its link says so.")
    return redirect("staff")


@require_http_methods(FORM)
@seated
def staff_person(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One person: seats, competences with their basis, interests; and the forms that change them."""
    today = timezone.localdate(request.at)
    member = roster.member(request.actor, pk, today)
    judge = _judge_form(request, today)
    declare = our.Declare(_posted(request, "declare"), prefix="declare")
    if request.method == "POST":
        done = _change_person(request, member, judge, declare)
        if done:
            messages.success(request, done)
            return redirect("staff_person", pk=pk)
    facts = {
        "member": member,
        "judge": judge,
        "declare": declare,
        "today": today,
        "may_judge": GUARD.allows(request.actor, Permission.JUDGE_COMPETENCE) and pk != request.actor.person,
        "may_end": GUARD.allows(request.actor, Permission.END_SEAT),
        "may_declare": GUARD.allows(request.actor, Permission.MANAGE_INTERESTS),
        "crumbs": [("Staff", reverse("staff")), (member.person.name, "")],
    }
    return render(request, "centres/staff_person.html", facts, status=status_for(request))


def _judge_form(request: SeatedRequest, today: object) -> our.Judge:
    numbers = list(Approval.objects.order_by("qualification_number").values_list("qualification_number", flat=True))
    return our.Judge(_posted(request, "judge"), numbers=numbers, prefix="judge", initial={"from_on": today})


def _posted(request: SeatedRequest, form: str) -> dict | None:
    return request.POST if request.method == "POST" and request.POST.get("form") == form else None


def _change_person(request: SeatedRequest, member: roster.Member, judge: our.Judge, declare: our.Declare) -> str:
    """What was done, in words, or "" when a form came back."""

    def approve(facts: dict) -> None:
        facts = facts | {"role": Role(facts["role"])}
        actions.approve_competence(by=request.actor, person=member.person, at=request.at, **facts)

    if judge.is_bound and tried(judge, approve):
        return f"{member.person.name} is approved."
    if declare.is_bound and tried(declare, lambda facts: _declare(request, member.person, facts)):
        return "The interest is declared."
    return ""


@require_http_methods(FORM)
@seated
def seat_end(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask when a seat ends, and end it."""
    GUARD.require(request.actor, Permission.END_SEAT)
    seat = get_object_or_404(Seat.objects.select_related("person"), pk=pk, centre=request.actor.centre)
    form = our.EndSeat(request.POST or None)

    def act(facts: dict) -> None:
        last_day = facts["last_day"] if facts["when"] == "later" else None
        actions.end_seat(by=request.actor, seat=seat, last_day=last_day, at=request.at)

    if request.method == "POST" and tried(form, act):
        messages.success(request, f"The seat of {seat.person.name} as {Role(seat.role).label} is ended.")
        return redirect("staff_person", pk=seat.person_id)
    facts = {
        "form": form,
        "title": f"End the seat of {seat.person.name} as {Role(seat.role).label}?",
        "lead": "The account, the history and other seats stay. Nothing that was signed changes.",
        "submit": "End the seat",
        "back": reverse("staff_person", args=[seat.person_id]),
    }
    return render(request, "centres/ask.html", facts, status=status_for(request))


@require_http_methods(FORM)
@seated
def competence_suspend(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask why a competence is suspended, and suspend it."""
    competence: Competence = get_object_or_404(Competence.objects.select_related("person"), pk=pk)
    GUARD.require(request.actor, Permission.JUDGE_COMPETENCE, competence)
    form = our.Because(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda facts: actions.suspend_competence(by=request.actor, competence=competence, at=request.at, **facts),
    ):
        messages.success(request, f"Suspended. {competence.person.name} signs nothing with it from now on.")
        return redirect("staff_person", pk=competence.person_id)
    role = Role(competence.role).label
    facts = {
        "form": form,
        "title": f"Suspend {competence.person.name} as {role} for {competence.qualification_number}?",
        "lead": "From now on nothing can be signed with it. What was signed stands.",
        "submit": "Suspend it",
        "back": reverse("staff_person", args=[competence.person_id]),
    }
    return render(request, "centres/ask.html", facts, status=status_for(request))


@require_http_methods(FORM)
@seated
def interest_end(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask why an interest no longer stands, and end it."""
    interest: Interest = get_object_or_404(Interest.objects.select_related("person", "other"), pk=pk)
    GUARD.require(request.actor, Permission.MANAGE_INTERESTS, interest)
    form = our.Because(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda facts: actions.end_interest(by=request.actor, interest=interest, at=request.at, **facts)
    ):
        messages.success(request, "The interest is ended. It stays in the record.")
        return redirect("staff_person", pk=interest.person_id)
    facts = {
        "form": form,
        "title": f"End the interest of {interest.person.name} in {interest.other.name}?",
        "lead": "From then on they may assess and check each other's work again.",
        "submit": "End it",
        "back": reverse("staff_person", args=[interest.person_id]),
    }
    return render(request, "centres/ask.html", facts, status=status_for(request))


@require_safe
@seated
def competences(request: SeatedRequest) -> HttpResponse:
    """The staffing matrix: who may tutor, assess and quality assure what."""
    matrix = roster.staffing_matrix(request.actor, timezone.localdate(request.at))
    return render(request, "centres/competences.html", {"matrix": matrix})


@require_safe
@seated
def approvals(request: SeatedRequest) -> HttpResponse:
    """What the awarding body approved this centre for, with rating and direct claims, and what each brings."""
    rows = [(a, rules.effects(a.quality_rating)) for a in roster.approvals(request.actor)]
    facts = {"rows": rows, "may_manage": GUARD.allows(request.actor, Permission.MANAGE_APPROVALS)}
    return render(request, "centres/approvals.html", facts)


@require_http_methods(FORM)
@seated
def approval_new(request: SeatedRequest) -> HttpResponse:
    """Enter a new approval."""
    return _approval(request, None)


@require_http_methods(FORM)
@seated
def approval(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Change an approval after a letter or report of the awarding body."""
    GUARD.require(request.actor, Permission.MANAGE_APPROVALS)
    return _approval(request, get_object_or_404(Approval, pk=pk))


def _approval(request: SeatedRequest, known: Approval | None) -> HttpResponse:
    GUARD.require(request.actor, Permission.MANAGE_APPROVALS)
    form = our.ApprovalForm(request.POST or None, approval=known)

    def act(facts: dict) -> None:
        if known is not None:
            facts = {**facts, "qualification_number": known.qualification_number}
        elif Approval.objects.filter(qualification_number=facts["qualification_number"].strip()).exists():
            raise Refused("This number is in the list already. Change it there.", field="qualification_number")
        actions.record_approval(by=request.actor, at=request.at, **facts)

    if request.method == "POST" and tried(form, act):
        messages.success(request, "The approval is kept.")
        return redirect("approvals")
    facts = {"form": form, "approval": known, "ladder": rules.RATINGS.items()}
    return render(request, "centres/approval.html", facts, status=status_for(request))


def _declare(request: SeatedRequest, person: Person, facts: dict) -> Interest:
    other = roster.colleague(request.actor, facts["other"])
    return actions.declare_interest(by=request.actor, person=person, other=other, nature=facts["nature"], at=request.at)


def _themselves(request: SeatedRequest) -> Person:
    """Who is signed in, as a row."""
    assert isinstance(request.user, Person)
    return request.user


@require_http_methods(FORM)
@seated
def account(request: SeatedRequest) -> HttpResponse:
    """One's own account: seats, password, second step, and the interests that one declares."""
    form = our.Declare(request.POST or None)
    if request.method == "POST" and tried(form, lambda facts: _declare(request, _themselves(request), facts)):
        messages.success(request, "Your interest is declared. You will not be given that person's work.")
        return redirect("account")
    facts = {"form": form, "interests": roster.own_interests(request.actor)}
    return render(request, "centres/account.html", facts, status=status_for(request))
