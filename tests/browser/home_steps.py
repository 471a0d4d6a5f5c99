"""Steps to what may be asked below the list of today, and what makes a browser another."""

from datetime import timedelta

from playwright.sync_api import Page
from sqlmodel import select

from app.accounts.models import SignIn
from tests.browser.screenshots import HOUR, Studio

# The browser lends its own question; how often it was put is kept for the tab.
LEND = """outcome => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = async () => { sessionStorage.asked = Number(sessionStorage.asked ?? 0) + 1; };
  event.userChoice = Promise.resolve({ outcome });
  dispatchEvent(event);
  return event.defaultPrevented;
}"""
# As Firefox is: it takes notifications, and lends no question.
NO_PROMPT = "delete window.onbeforeinstallprompt;"
MAY_ASK = """Object.defineProperty(Notification, "permission", { get: () => "default" });
Notification.requestPermission = async () => "granted";"""


def be_at_home(studio: Studio) -> None:
    """Everybody has known her browser for a month."""
    with studio.app.extensions["bonny.database"].writing() as session:
        for device in session.exec(select(SignIn)):
            device.created_at = HOUR - timedelta(days=30)
            session.add(device)
        session.commit()


def ask_for_home(page: Page, studio: Studio) -> None:
    """The question of the home screen, as on Android."""
    be_at_home(studio)
    page.reload()
    page.evaluate(LEND, "accepted")
    page.locator("#home-add").wait_for()


def ask_for_notifications(page: Page, studio: Studio) -> None:
    """The question after notifications."""
    be_at_home(studio)
    page.add_init_script(NO_PROMPT + MAY_ASK)
    page.reload()
    page.locator("#push").wait_for()
