"""Client of Jiraiya, the story service. One file for Python 3.10 or newer, on the standard library only."""

import base64
import hmac
import json
import os
import random
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from http.client import HTTPException

_TRANSIENT = {408, 429, 502, 503, 504}


class JiraiyaError(Exception):
    """An error of a call. `code` is stable; `message` is for a person; quote `request_id` in support requests."""

    def __init__(self, message, *, code, status=0, category="connection", retryable=False,
                 retry_after=None, details=None, request_id=None):
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.category = category
        self.retryable = retryable
        self.retry_after = retry_after
        self.details = details or {}
        self.request_id = request_id


class InvalidRequestError(JiraiyaError):
    """400, 413, 415 and other mistakes of the request."""


class AuthenticationError(JiraiyaError):
    """401: the credential is missing, invalid, expired or revoked."""


class AuthorizationError(JiraiyaError):
    """403: the credential lacks a permission."""


class NotFoundError(JiraiyaError):
    """404."""


class RejectedError(JiraiyaError):
    """422: moderation or the model rejected the request, or an Idempotency-Key was used for another request."""


class LimitError(JiraiyaError):
    """429: a rate limit (retryable) or a budget (not retryable)."""


class ServiceError(JiraiyaError):
    """5xx: the service or its language model failed, or a proxy answered in its place."""


class ConnectionFailedError(JiraiyaError):
    """No response, or an incomplete one."""


class TimedOutError(ConnectionFailedError):
    """The service sent nothing for `timeout` seconds. It is not retried."""


_CLASSES = {401: AuthenticationError, 403: AuthorizationError, 404: NotFoundError,
            422: RejectedError, 429: LimitError}


class WebhookVerificationError(Exception):
    """The text is not from the service, was changed, or is too old. Respond with 401, and use nothing of it."""


def verify_webhook(body, headers, secrets, tolerance=300):
    """
    Verifies a webhook (Standard Webhooks) and returns its event as a dict. `body` is the text or the bytes as received;
    `headers` a mapping; `secrets` WEBHOOK_SECRET of the service, one or several. It may arrive twice: remember webhook-id.
    """
    values = {name.lower(): value for name, value in headers.items()}
    try:
        message, sent, signatures = (values[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
    except KeyError as error:
        raise WebhookVerificationError(f"The header {error} is missing") from None
    if not sent.isdigit() or abs(time.time() - int(sent)) > tolerance:
        raise WebhookVerificationError("The webhook is too old, or the clocks differ")
    body = body.encode() if isinstance(body, str) else body
    signed = f"{message}.{sent}.".encode() + body
    for secret in [secrets] if isinstance(secrets, str) else secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256"))
        if any(hmac.compare_digest(expected, one.encode()) for one in signatures.split(" ")):
            return json.loads(body)
    raise WebhookVerificationError("No signature matches")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The service never redirects, and a followed redirect would forward the key."""

    def redirect_request(self, *_):
        return None


class Jiraiya:
    """
    base_url and api_key default to JIRAIYA_URL and JIRAIYA_API_KEY of the environment; the key only if there is no
    token. `token` is a string, or a function that returns it; after a 401 the function is called once more, with the
    rejected token. `timeout` is in seconds without data.
    """

    def __init__(self, base_url=None, api_key=None, token=None, act_as=None, timeout=130,
                 max_attempts=3, base_delay=0.5, max_delay=10, retry_within=60):
        self.base_url = (base_url or os.environ.get("JIRAIYA_URL") or "").rstrip("/")
        if urllib.parse.urlsplit(self.base_url).scheme not in ("http", "https"):
            raise ValueError("base_url must be like https://stories.example.com; set it, or JIRAIYA_URL")
        self.api_key = api_key or (None if token else os.environ.get("JIRAIYA_API_KEY"))
        self.token = token
        self.act_as = act_as
        self.timeout = timeout
        self.max_attempts = max_attempts
        self.base_delay = base_delay
        self.max_delay = max_delay
        self.retry_within = retry_within
        self._opener = urllib.request.build_opener(_NoRedirects)

    def generate(self, keywords, genre, *, idempotency_key=None, **fields):
        """A story in the format of the former Python service: `title`, `content`, `keywords_used` and more."""
        body = {"keywords": keywords, "genre": genre, **fields}
        return self._json("POST", "/api/v1/generate", body, idempotency_key or str(uuid.uuid4()))

    def create_story(self, keywords, genre, *, idempotency_key=None, **fields):
        """A story with its draft for Kuybi. The further fields are in camelCase, for example maxLength=300."""
        body = {"keywords": keywords, "genre": genre, **fields}
        key = idempotency_key or str(uuid.uuid4())
        return self._json("POST", "/api/v1/stories", body, key)["data"]

    def stream(self, keywords, genre, *, idempotency_key=None, **fields):
        """
        Yields events as dicts: `type` is meta, title, delta or done (with the complete `story`). Closing the generator
        stops the model. Failures before the first event are retried.
        """
        body = {"keywords": keywords, "genre": genre, **fields}
        yield from self._events("/api/v1/stories/stream", body, idempotency_key)

    def revise(self, story_id, kind, *, idempotency_key=None, **fields):
        """
        A revision of a story, for example revise(id, "shorten", words=200). It is a story of its own, with
        `parentId` and `revision`.
        """
        body = {"kind": kind, **fields}
        key = idempotency_key or str(uuid.uuid4())
        return self._json("POST", f"{_path_of(story_id)}/revisions", body, key)["data"]

    def stream_revision(self, story_id, kind, *, idempotency_key=None, **fields):
        """The same as events, as `stream` yields them."""
        path = f"{_path_of(story_id)}/revisions/stream"
        yield from self._events(path, {"kind": kind, **fields}, idempotency_key)

    def revisions(self, story_id):
        """All revisions below a story, without their texts."""
        return self._json("GET", f"{_path_of(story_id)}/revisions")["data"]["revisions"]

    def diff(self, story_id, other_id):
        """What to change in the content of a story to get that of another one."""
        query = urllib.parse.urlencode({"to": other_id})
        return self._json("GET", f"{_path_of(story_id)}/diff?{query}")["data"]

    def _events(self, path, body, idempotency_key):
        key = idempotency_key or str(uuid.uuid4())
        response, first = self._retrying(lambda token: self._open_stream(path, body, key, token))
        with response:
            event = first
            while True:
                yield event
                if event["type"] == "done":
                    return
                event = self._next_event(response)

    def stories(self, **filters):
        """All stored stories of the owner, newest first. Reads the pages one after another."""
        return self._each("/api/v1/stories", filters)

    def story(self, story_id, *, include=None):
        """A stored story. With include="indicators" it has the measures of its content, None until computed."""
        query = f"?{urllib.parse.urlencode({'include': include})}" if include else ""
        return self._json("GET", _path_of(story_id) + query)["data"]

    def delete_story(self, story_id, *, revisions=False):
        """With `revisions` also those below it."""
        self._json("DELETE", _path_of(story_id) + ("?revisions=true" if revisions else ""))

    def create_job(self, keywords, genre, *, idempotency_key=None, **fields):
        """A story that is written later: the job. Further fields: those of create_story, priority, startAfter, deadline."""
        body = {"keywords": keywords, "genre": genre, **fields}
        return self._json("POST", "/api/v1/jobs", body, idempotency_key or str(uuid.uuid4()))["data"]

    def job(self, job_id):
        return self._json("GET", f"/api/v1/jobs/{urllib.parse.quote(job_id, safe='')}")["data"]

    def jobs(self, **filters):
        """All jobs of the owner, newest first. Reads the pages one after another."""
        return self._each("/api/v1/jobs", filters)

    def wait_for_job(self, job_id, poll=2):
        """Reads a job every `poll` seconds until it is completed, failed or cancelled."""
        while (job := self.job(job_id))["state"] in ("queued", "running"):
            time.sleep(poll)
        return job

    def cancel_job(self, job_id):
        self._json("DELETE", f"/api/v1/jobs/{urllib.parse.quote(job_id, safe='')}")

    def create_batch(self, jobs, *, idempotency_key=None):
        """Up to 100 jobs, each a dict with `keywords`, `genre` and the fields of create_job: all of them, or none."""
        key = idempotency_key or str(uuid.uuid4())
        return self._json("POST", "/api/v1/batches", {"jobs": jobs}, key)["data"]

    def batch(self, batch_id):
        """The number of jobs of a batch in each state. Its jobs: jobs(batchId=...)."""
        return self._json("GET", f"/api/v1/batches/{urllib.parse.quote(batch_id, safe='')}")["data"]

    def cancel_batch(self, batch_id):
        self._json("DELETE", f"/api/v1/batches/{urllib.parse.quote(batch_id, safe='')}")

    def create_book(self, keywords, genre, words, *, idempotency_key=None, **fields):
        """A book of 2,000 to 20,000 words. Further fields: tone, language, audience."""
        body = {"keywords": keywords, "genre": genre, "words": words, **fields}
        return self._json("POST", "/api/v1/books", body, idempotency_key or str(uuid.uuid4()))["data"]

    def book(self, book_id):
        return self._json("GET", _book_path(book_id))["data"]

    def pause_book(self, book_id):
        return self._json("POST", _book_path(book_id) + "/pause")["data"]

    def resume_book(self, book_id):
        return self._json("POST", _book_path(book_id) + "/resume")["data"]

    def edit_book(self, book_id, **fields):
        """Changes title, outline or codex of a paused book."""
        return self._json("PATCH", _book_path(book_id), fields)["data"]

    def edit_book_section(self, book_id, number, content, **fields):
        body = {"content": content, **fields}
        return self._json("PATCH", f"{_book_path(book_id)}/sections/{int(number)}", body)["data"]

    def book_certificate(self, book_id):
        return self._json("GET", _book_path(book_id) + "/certificate")["data"]

    def delete_book(self, book_id):
        """With its sections and the stories that they were generated as."""
        self._json("DELETE", _book_path(book_id))

    def _each(self, path, filters):
        cursor = {}
        while cursor is not None:
            query = urllib.parse.urlencode({"limit": 100, **filters, **cursor})
            page = self._json("GET", f"{path}?{query}")["data"]
            yield from page["results"]
            following = page["pagination"]["nextCursor"]
            cursor = None if following is None else {"cursor": following}

    def _json(self, method, path, body=None, key=None):
        def attempt(token):
            with self._send(method, path, body, key, token) as response:
                return self._parsed(response)
        return self._retrying(attempt)

    def _open_stream(self, path, body, key, token):
        response = self._send("POST", path, body, key, token)
        try:
            return response, self._next_event(response)
        except BaseException:
            response.close()
            raise

    def _retrying(self, attempt):
        """Runs `attempt(token)`: again at once with another token after a 401, later after a passing failure."""
        last_start = time.monotonic() + self.retry_within
        made = 1
        while True:
            try:
                return self._renewing(attempt)
            except JiraiyaError as error:
                delay = random.random() * min(self.max_delay, self.base_delay * 2 ** (made - 1))
                delay = delay if error.retry_after is None else error.retry_after
                is_late = time.monotonic() + delay > last_start
                if not error.retryable or made >= self.max_attempts or is_late:
                    raise
            time.sleep(delay)
            made += 1

    def _renewing(self, attempt):
        if not callable(self.token):
            return attempt(self.token)
        token = self.token()
        try:
            return attempt(token)
        except AuthenticationError:
            renewed = self.token(token)
            if not renewed or renewed == token:
                raise
        return attempt(renewed)

    def _send(self, method, path, body, key, token):
        headers = {
            "Accept": "application/json, text/event-stream",
            "Content-Type": "application/json" if body is not None else None,
            "Authorization": f"Bearer {token}" if token else None,
            "X-API-Key": self.api_key,
            "X-User-ID": self.act_as,
            "X-Request-ID": str(uuid.uuid4()),
            "Idempotency-Key": key,
            "User-Agent": "jiraiya-python",
        }
        request = urllib.request.Request(
            self.base_url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={name: value for name, value in headers.items() if value},
        )
        try:
            return self._opener.open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            with error:
                raise _error_of(error.code, self._text(error), error.headers) from None
        except urllib.error.URLError as error:
            raise self._failure(error.reason) from error
        except (OSError, HTTPException) as error:
            raise self._failure(error) from error

    def _parsed(self, response):
        text = self._text(response)
        if response.status == 204:
            return None
        try:
            return json.loads(text)
        except ValueError:
            raise _error_of(response.status, text, response.headers) from None

    def _text(self, response):
        try:
            return response.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            raise self._failure(error) from error

    def _next_event(self, response):
        """The next event of the stream. Comments and unknown events are skipped."""
        name, data = "", []
        while True:
            try:
                line = response.readline().decode("utf-8", "replace")
            except (OSError, HTTPException) as error:
                raise self._failure(error) from error
            if line == "":
                raise self._failure("the stream ended before the story was complete")
            field, _, value = line.rstrip("\r\n").partition(":")
            if field == "event":
                name = value.strip()
            elif field == "data":
                data.append(value[1:] if value.startswith(" ") else value)
            elif field == "" and not line.startswith(":"):
                if name == "error":
                    raise _error_of(response.status, "\n".join(data), response.headers)
                if name in ("meta", "title", "delta", "done"):
                    return {**json.loads("\n".join(data)), "type": name}
                name, data = "", []

    def _failure(self, reason):
        if isinstance(reason, TimeoutError):
            text = f"The story service at {self.base_url} sent no data for {self.timeout} seconds"
            return TimedOutError(text, code="CONNECTION_TIMEOUT")
        text = f"The connection to the story service at {self.base_url} failed: {reason}"
        return ConnectionFailedError(text, code="CONNECTION_ERROR", retryable=True)


def _book_path(book_id):
    return f"/api/v1/books/{urllib.parse.quote(book_id, safe='')}"


def _path_of(story_id):
    return f"/api/v1/stories/{urllib.parse.quote(story_id, safe='')}"


def _error_of(status, text, headers):
    """The error of a response or of an `error` event. A proxy may answer too, so nothing is taken for granted."""
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    body = body if isinstance(body, dict) else {}
    error = body.get("error")
    if not isinstance(error, dict) or not isinstance(error.get("code"), str):
        message = f"The response with status {status} is not from the story service"
        return _class_of(status)(message, code="UNEXPECTED_RESPONSE", status=status,
                                 category="unexpected_response", retryable=status in _TRANSIENT,
                                 retry_after=_seconds(headers.get("Retry-After")),
                                 request_id=headers.get("X-Request-ID"))
    status = body.get("statusCode", status)
    return _class_of(status)(
        str(body.get("message") or error["code"]), code=error["code"], status=status,
        category=error.get("category", "system"), retryable=error.get("retryable") is True,
        retry_after=_seconds(error.get("retryAfter", headers.get("Retry-After"))),
        details=error.get("details"), request_id=body.get("requestId"))


def _class_of(status):
    if status in _CLASSES:
        return _CLASSES[status]
    return InvalidRequestError if 400 <= status < 500 else ServiceError


def _seconds(value):
    try:
        return max(0.0, float(value))
    except (TypeError, ValueError):
        return None
