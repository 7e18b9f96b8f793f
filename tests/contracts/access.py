"""Who opens which route. One line a route: its name, the object it is asked about (see scene.py), who gets in.

Letters: L the learner it is about · l another learner · G a learner with a certificate · T their tutor · A their
assessor · a another assessor · I the IQA · E the EQA · M the manager · H the administrator. `*` is everybody, signed in
or not; `.` is everybody who holds a seat. Whoever is not named gets 403 or 404; nobody of another centre ever sees a
row.
"""

TABLE = """
appearance - *
gallery - *
gallery-example example *
home - .
sign_in - 0
sign_out - 0
seat - .
find - .
help - .
health - *
account - .
staff - TAaIEMH
staff_invite - MH
competences - TAaIEMH
staff_person person TAaIEMH
seat_end seat M
competence_suspend competence M
interest_end interest M
invitation_withdraw invitation MH
approvals - IEMH
approval_new - M
approval approval M
invitation token 0
handbooks - TAaIEMH
catalogue_facts - TAaIEMH
facts_start family MH
handbook_upload - MH
handbook_review upload MH
handbook_unit upload_unit MH
handbook_edit upload MH
handbook_add upload 0
handbook_remove upload 0
handbook_places upload 0
handbook_accept upload MH
handbook_discard upload MH
handbook_diff upload 0
specification specification TAaIEMH
specification_diff specification TAaIEMH
specification_unit specification_unit TAaIEMH
registrations - TAaIEMH
registration_new - MH
registrations_csv - IEMH
registration registration LTAIEMH
registration_step step MH
portfolio - .
matrix - LG
matrix_csv - LG
matrix_pdf matrix_unit LG
evidence_add - LG
evidence_write - LG
evidence evidence LTAIEM
evidence_rewrite evidence 0
evidence_edit evidence L
evidence_map evidence L
evidence_remove evidence L
criterion_link criterion LG
evidence_file evidence LTAIEM
frozen_file frozen LTAIEM
units - .
unit unit LG
submissions - .
submit submit LG
declare submit LG
attempt_allow submit 0
receipt attempt LTAIEMH
receipt_pdf attempt LTAIEMH
declaration_pdf attempt LTAIEMH
attempt_withdraw attempt L
queue - AaM
allocate - M
reallocate sheet M
desk_soonest - AaM
desk sheet A
sheet_sign sheet A
sheet_return sheet A
desk_criterion sheet_ref A
decision_save sheet_ref A
comment_save sheet_outcome A
results - LlG
result released L
result_sheet_pdf sheet AIEM
result_sheet_docx sheet AIEM
checks - IM
check check IM
check_begin check I
check_answer check I
sampling - IEM
eqa_room - EM
eqa_release - E
eqa_item result EM
eqa_test result E
eqa_release_one result E
eqa_refuse result E
eqa_activities - M
eqa_activity_close activity M
claims - IEMH
claim claim IEMH
claim_prepare claim MH
claim_approve claim_row IM
claim_withdraw claim_row MH
claim_unit claim_unit IEMH
claim_holds claim IEMH
hold_lift hold M
certificates - LlGIEMH
certificate certificate GIEMH
certificate_pdf certificate GIEMH
revocation_ask certificate MH
revocation_drop certificate M
revoke certificate M
trace trace GTAIEM
trace_pdf trace GTAIEM
verify - *
issuer centre *
status_list centre *
achievement achievement *
credential_page code *
credential_json code *
credential_jwt code *
"""


def rows() -> dict[str, tuple[str, frozenset[str]]]:
    """By route: the object, and the letters of those who get in; "*" stands for everybody."""
    found = {}
    for line in TABLE.strip().splitlines():
        name, kind, letters = line.split()
        found[name] = (kind, frozenset("LlGTAaIEMH" if letters == "." else "" if letters == "0" else letters))
    return found
