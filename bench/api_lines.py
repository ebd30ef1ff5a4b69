"""The lines of the API: two web workers, and a load generator beside them."""

from statistics import median

from bench.stage import Line, Stage, ms


def hundred(stage: Stage) -> list[Line]:
    """A hundred deals with their milestones. Raises Failed where an answer is not as described."""
    whole = stage.whole
    found = stage.measure(whole, "hundred", today=whole.today, runs=stage.runs, url=whole.url)
    ours, theirs = median(found["ours"]), median(found["theirs"])
    alone, sql = median(found["alone"]), median(found["sql"])
    fresh, others = (median(each) for each in zip(*found["fresh"], strict=True))
    size, other, text = (f"{number / 1000:,.0f} kB" for number in found["sizes"])
    work = "100 deals with milestones"
    return [
        Line(
            work,
            "a plain ModelViewSet",
            ours / theirs,
            4,
            f"{ours:.1f} and {theirs:.1f} answers a second, of {size} and {other}; "
            f"{found['checked']:,} answers held to be as described",
            at_least=True,
        ),
        Line(
            f"{work} nobody has asked for",
            "a plain ModelViewSet",
            others / fresh,
            1,
            f"{ms(fresh)} and {ms(others)} for each of {len(found['fresh'])} pages",
            at_least=True,
        ),
        Line(
            work,
            "json_agg by psycopg2",
            alone / sql,
            1.6,
            f"{ms(alone)} and {ms(sql)}, the latter for {text} and without HTTP",
        ),
    ]


def deep(stage: Stage) -> list[Line]:
    """Page 1, and the page 99 % deep. Raises ValueError where a row came twice or was missed."""
    whole = stage.whole
    found = stage.measure(whole, "deep", today=whole.today, runs=stage.runs, url=whole.url)
    if found["repeated"] or found["missed"]:
        raise ValueError(f"{found['repeated']} rows came twice, {found['missed']} were missed")
    first, far = median(found["first"]), median(found["deep"])
    note = (
        f"{ms(far)} and {ms(first)} among {found['claims']:,} claims, while {found['written']:,} "
        f"times somebody wrote; of {found['walked']:,} rows none came twice, none was missed"
    )
    return [Line("The page 99 % deep", "page 1", far / first, 1.2, note)]


def stream(stage: Stage) -> list[Line]:
    """All milestones as CSV."""
    found = stage.measure(stage.whole, "stream", today=stage.whole.today, url=stage.whole.url)
    (size, seconds), (other, copied) = found["ours"], found["copy"]
    note = f"{ms(seconds)} and {ms(copied)} for {size / 1e6:,.0f} and {other / 1e6:,.0f} MB"
    grown = f"{found['most']:.0f} MiB after all, {found['few']:.0f} MiB after 64 MB"
    return [
        Line("All milestones as CSV", "COPY TO STDOUT", seconds / copied, 4, note),
        Line("Memory of a web worker", "itself", found["most"] / found["few"], 1.2, grown),
    ]


def unchanged(stage: Stage) -> list[Line]:
    """A deal that the client has already."""
    found = stage.measure(stage.whole, "unchanged", runs=stage.runs, url=stage.whole.url)
    full, told = median(found["full"]), median(found["unchanged"])
    note = f"{ms(full)} and {ms(told)}"
    return [Line("A whole deal", "304", full / told, 5, note, at_least=True)]
