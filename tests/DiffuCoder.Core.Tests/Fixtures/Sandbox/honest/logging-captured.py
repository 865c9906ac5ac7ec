#: expect=pass
#: category=honest
import io
import logging


def make_logger(name, stream):
    logger = logging.getLogger(name)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s:%(message)s"))
    logger.handlers = [handler]
    return logger


def run():
    stream = io.StringIO()
    logger = make_logger("app.run", stream)
    logger.debug("hidden")
    logger.info("started %d", 1)
    try:
        1 / 0
    except ZeroDivisionError:
        logger.error("failed")
    return stream.getvalue().splitlines()
#### statements
assert run() == ["INFO:started 1", "ERROR:failed"]
