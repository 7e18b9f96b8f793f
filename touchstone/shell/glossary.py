"""The words of the trade, as the help page explains them."""

WORDS = [
    (
        "Unit, outcome, criterion",
        "A qualification has units; a unit has outcomes; an outcome has criteria, which are what is judged.",
    ),
    ("Evidence", "A file or a text that shows that a criterion is met. One piece may serve many criteria."),
    ("Submission", "One numbered hand-in of a unit. What was submitted never changes."),
    ("Declaration", "The learner’s word that the work is their own, bound to exactly the files that were submitted."),
    ("Pass (provisional)", "Every criterion is met. It is confirmed only after quality assurance."),
    ("Referral", "One or more criteria are not met yet. The feedback says what to add; what was passed stays passed."),
    ("Result sheet", "The record of every decision on a submission, with feedback, signed by the assessor."),
    ("IQA", "The internal quality assurer, who checks a sample of the decisions and made none of them."),
    ("EQA", "The external quality assurer, who tests decisions for the awarding organisation and releases results."),
    ("Direct claims", "A standing permission under which results are confirmed without an EQA’s release each time."),
    ("Claim", "The request for a certificate: prepared by one person, approved by another."),
    ("Credential", "The digital form of a certificate, which anyone can verify without asking the centre."),
]
