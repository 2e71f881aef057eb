"""The kinds of happenings; `about_id` is what stands behind each.

Whatever the kind, `details["user_ids"]` names people whom it concerns by themselves, whatever they follow: those who
are mentioned, answered, or waited for a decision.
"""

PAGE_CREATED = "page.created"  # the first revision
PAGE_EDITED = "page.edited"  # the revision's number
PAGE_SHARED = "page.shared"  # a private draft is open to others now
PAGE_MOVED = "page.moved"  # renamed or moved; details: former_path, former_title
PAGE_MERGED = "page.merged"  # another page's content is in it now
PAGE_DELETED = "page.deleted"
PAGE_RESTORED = "page.restored"
PAGE_ADAPTED = "page.adapted"  # the adaptation's page
PAGE_FEATURED = "page.featured"  # the featured revision's number
PAGE_PLAYED = "page.played"  # the enactment's page
FILE_ADDED = "file.added"  # the file
THREAD_OPENED = "thread.opened"  # the thread
THREAD_ANSWERED = "thread.answered"  # the message
THREAD_RESOLVED = "thread.resolved"  # the thread
PERSON_MENTIONED = "person.mentioned"  # the message; details: user_ids
MESSAGE_REPORTED = "message.reported"  # the message, which a referent or the national team should read
MESSAGE_HIDDEN = "message.hidden"  # the message; details: user_ids, its author
EDIT_OFFERED = "edit.offered"  # a proposal by somebody without the right to edit
EDIT_ANSWERED = "edit.answered"  # the proposal; details: outcome
IMPROVEMENT_OFFERED = "improvement.offered"  # from an adaptation to its origin
IMPROVEMENT_ANSWERED = "improvement.answered"  # the proposal; details: outcome
SUGGESTION_ANSWERED = "suggestion.answered"  # what a retour proposes; details: outcome, user_ids
MEMBERSHIP_ASKED = "membership.asked"  # the membership
MEMBERSHIP_GIVEN = "membership.given"  # the membership
WEBHOOK_STOPPED = "webhook.stopped"  # the webhook, which did not answer any more
NOMINATION_MADE = "nomination.made"  # the nomination: a page is proposed to the national team
OPINION_ASKED = "opinion.asked"  # the nomination; details: user_ids, who is asked, again when reminded
REWORK_ASKED = "rework.asked"  # the nomination; details: user_ids, who proposed
REWORK_ANSWERED = "rework.answered"  # the nomination; details: user_ids, who wait for it
NOMINATION_DECIDED = "nomination.decided"  # the nomination; details: outcome, user_ids
CALL_OPENED = "call.opened"  # the call for scenarios; details: title, theme_ids
CALL_CLOSING = "call.closing"  # the call, whose last day is near; details: title, theme_ids, closes_on
CALL_CLOSED = "call.closed"  # the call, whose last day is over; details: title, user_ids, the national team
COLLECTION_SHARED = "collection.shared"  # the parcours; details: title, user_ids, who may change it now
COLLECTION_FEATURED = "collection.featured"  # the parcours; details: title, theme_ids, user_ids
COLLECTION_CHANGED = "collection.changed"  # the parcours, once it has rested; details: title
FEATURE_DUE = "feature.due"  # the feature, to be looked at again; details: user_ids, outcome
CONTACT_ASKED = "contact.asked"  # the conversation about an item; details: user_ids, who may answer
CONTACT_ANSWERED = "contact.answered"  # the conversation; details: user_ids, the other side
CONTACT_REPORTED = "contact.reported"  # the conversation; details: user_ids, the national team
INVENTORY_REPORTED = "inventory.reported"  # the item, which a referent or the national team should look at
PHOTO_HIDDEN = "photo.hidden"  # the file that shows somebody; details: user_ids, who sent it
EVENT_PLANNED = "event.planned"  # the event of a territory's programme
