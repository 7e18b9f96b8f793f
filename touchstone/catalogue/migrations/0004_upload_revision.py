"""An upload counts its edits, and nothing changes in it once it is accepted or discarded."""

from django.db import migrations, models

from touchstone.plumbing.schema import frozen_when


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="upload",
            name="accepted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(
                condition=models.Q(("accepted_at", None), ("discarded_at", None)),
                fields=["centre", "id"],
                name="uploads_to_review",
            ),
        ),
        frozen_when(
            "catalogue_upload",
            "OLD.accepted_at IS NOT NULL OR OLD.discarded_at IS NOT NULL",
            name="settled",
            message="an upload that was accepted or discarded stays as it is",
        ),
    ]
