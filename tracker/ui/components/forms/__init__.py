"""The forms that write: each says what is wrong beside the field, and runs one command."""

from tracker.ui.components.forms.capacity import add_absence, add_need
from tracker.ui.components.forms.decision import (
    ask_decision,
    ask_decision_again,
    edit_decision,
    refuse_decision,
    take_decision,
)
from tracker.ui.components.forms.dependency import add_dependency, edit_dependency
from tracker.ui.components.forms.importing import import_programme
from tracker.ui.components.forms.initiative import (
    add_initiative,
    edit_initiative,
    end_initiative,
    reopen_initiative,
)
from tracker.ui.components.forms.milestone import (
    add_milestone,
    cancel_milestone,
    edit_milestone,
    reopen_milestone,
    reschedule_milestone,
)
from tracker.ui.components.forms.people import manage_people
from tracker.ui.components.forms.programme import approve_baseline, create_programme
from tracker.ui.components.forms.progress import report_progress
from tracker.ui.components.forms.settings import edit_settings
from tracker.ui.components.forms.submission import say_what_is_done

__all__ = [
    "add_absence",
    "add_dependency",
    "add_initiative",
    "add_milestone",
    "add_need",
    "approve_baseline",
    "ask_decision",
    "ask_decision_again",
    "cancel_milestone",
    "create_programme",
    "edit_decision",
    "edit_dependency",
    "edit_initiative",
    "edit_milestone",
    "edit_settings",
    "end_initiative",
    "import_programme",
    "manage_people",
    "refuse_decision",
    "reopen_initiative",
    "reopen_milestone",
    "report_progress",
    "reschedule_milestone",
    "say_what_is_done",
    "take_decision",
]
