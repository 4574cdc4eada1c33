"""The event of a notification. Which changes notify whom is declared in the rooms' `notices.py`."""

from resolvers.platform.event_log.declarations import declare_event
from resolvers.platform.notifications.model import NOTIFICATIONS, NotificationEvent

declare_event(NotificationEvent, "platform", [NOTIFICATIONS])
