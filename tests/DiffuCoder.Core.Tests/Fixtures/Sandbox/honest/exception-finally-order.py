#: expect=pass
#: category=honest
log = []


def work(fail):
    try:
        log.append("try")
        if fail:
            raise ValueError("boom")
    except ValueError:
        log.append("except")
        return "failed"
    else:
        log.append("else")
        return "worked"
    finally:
        log.append("finally")
#### statements
assert work(False) == "worked" and log == ["try", "else", "finally"]
log.clear()
assert work(True) == "failed" and log == ["try", "except", "finally"]
