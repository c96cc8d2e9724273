"""What each notice says; who and where stay on the page that it leads to."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

SENTENCES: Mapping[str, LazyString] = {
    "post.published": lazy_gettext("A clinician has read your message, and others can see it now."),
    "post.answered": lazy_gettext("A clinician has answered you."),
    "post.returned": lazy_gettext("A clinician asks for a change before your message can be shown."),
    "post.declined": lazy_gettext("Your message was not published. The reason is beside it."),
    "post.hidden": lazy_gettext("Your message was taken from view. The reason is beside it."),
    "post.edit_declined": lazy_gettext("Your change was not published. What was there before stays."),
    "thread.reply": lazy_gettext("Somebody replied to your question."),
    "name.declined": lazy_gettext("Please choose another name. The reason is on your security page."),
}
