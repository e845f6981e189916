"""Write the site, and only those of its pages whose records, file or program have changed."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ovreport import render
from ovreport.claims.claim import Report
from ovreport.claims.on_hosts import HostsReport
from ovreport.errors import FileError, OvreportError, StoreError, explained
from ovreport.publish import contents, downloads, manifest, replications, staging, sweeping
from ovreport.publish.manifest import Manifest, PageState, maker
from ovreport.publish.staging import Staged
from ovreport.render import Entry, folder_name, languages_of
from ovreport.spec import NOTHING_SAID, SiteDescription
from ovreport.workflow import Job, attempt, report
from ovreport.workflow.report import ReportInputs

Say = Callable[[Report | HostsReport], str]
"""Tells the console what a report says."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a rendering did: pages of all experiments, and which of them were made anew.

    Attributes:
        others: Of experiments that the site had before and that this command was not about.
        fresh, renewed: Names of those of `pages`, and of `others`, that were made anew.
        gone: Experiments that left the site.
        failed: Why the pages of experiments that this command was about could not be made.
        stale: Names of those of them whose earlier pages are in the site and stay.
        unread: Why the pages of other experiments could be neither kept on the index nor made anew.
        unplaced: Which files about replications no page tells of, a sentence each.
    """

    pages: tuple[PageState, ...]
    others: tuple[PageState, ...]
    fresh: tuple[str, ...]
    renewed: tuple[str, ...]
    gone: tuple[str, ...]
    failed: tuple[OvreportError, ...]
    stale: tuple[str, ...]
    unread: tuple[str, ...]
    unplaced: tuple[str, ...]


def write(
    jobs: Sequence[Job],
    output: Path,
    *,
    cache: Path,
    say: Say,
    about: SiteDescription = NOTHING_SAID,
    whole: bool = True,
    single_file: bool = False,
) -> Written:
    """Write or renew the site of these experiments; one that cannot be shown keeps no other from it.

    Args:
        jobs: The experiments.
        output: Folder of the site.
        cache: Folder for what is known of the pages afterwards.
        say: The conclusions of a report as the console prints them; kept, so that they can be printed again
            without an analysis.
        about: What is true of all pages.
        single_file: Write a page that needs nothing else for each of them, and no site.
        whole: The site is to hold these experiments and no others. Otherwise those that it has stay, made
            anew from what lies in the site where that is needed.

    Raises:
        FileError: The site cannot be written, or templates of its own replace nothing.
    """
    render.read_anew(about.templates)
    place = manifest.place(cache, output, single_file=single_file)
    kept = manifest.read(place)
    named = {each.slug for each in jobs}
    with tempfile.TemporaryDirectory() as folder:
        beside = OtherExperiments(kept, output, Path(folder), say, cache, about)
        if not whole and not single_file:
            beside.look(named)
        declared = [each.plan.article.languages for each in jobs] + beside.languages
        languages = languages_of(declared, about.keys.languages)
        unplaced: list[str] = []
        renew = partial(
            _renewed,
            unplaced=unplaced,
            kept=kept,
            output=output,
            languages=languages,
            say=say,
            about=about,
            single_file=single_file,
        )
        tried = {each.slug: attempt(each, renew) for each in jobs}
        others, renewed = beside.pages(languages)
    pages = [page for page in tried.values() if isinstance(page, PageState)]
    failed = {slug: error for slug, error in tried.items() if isinstance(error, OvreportError)}
    stale = [page for slug in failed if (page := kept.page(slug)) and manifest.there(page, output)]
    if single_file and not whole:
        others = [page for page in kept.pages if page.slug not in named]
    everything = (*pages, *stale, *others)
    now = Manifest(maker=maker(about), front=kept.front, languages=languages, pages=everything)
    gone: tuple[str, ...] = ()
    if now.pages:
        spared = {*beside.unread, *map(folder_name, failed)}
        with _explained(output):
            there = all((output / path).is_file() for path in kept.front)
            if not single_file and not (now == kept and there):
                entries = [page.entry for page in now.pages if page.entry]
                front = render.write_front(entries, output, languages=languages, about=about)
                contents.write(output, [path for page in now.pages for path, _, _ in page.files])
                now = replace(now, front=(*front, contents.NAME))
            gone = _remove(kept, now, output, spared=spared, single_file=single_file)
        manifest.write(place, now)
    return Written(
        pages=tuple(pages),
        others=tuple(others),
        fresh=tuple(page.slug for page in pages if page != kept.page(page.slug)),
        renewed=tuple(renewed),
        gone=tuple(slug for slug in gone if slug not in failed),
        failed=tuple(failed.values()),
        stale=tuple(page.slug for page in stale),
        unread=tuple(beside.unread.values()),
        unplaced=tuple(unplaced),
    )


def _renewed(
    job: Job,
    *,
    unplaced: list[str],
    kept: Manifest,
    output: Path,
    languages: tuple[str, ...],
    say: Say,
    about: SiteDescription,
    single_file: bool,
) -> PageState:
    """The page as it is known, or one made anew where anything that it is made from has changed."""
    inputs = replications.with_replications(job, report.inputs(job))
    unplaced += replications.unplaced(job, inputs)
    key = _key(job, inputs, languages, about, single_file=single_file)
    page = kept.page(job.slug)
    if page is None or page.key != key or not manifest.there(page, output):
        return make(job, inputs, output, languages, key=key, say=say, about=about, single_file=single_file)
    return page


class OtherExperiments:
    """The experiments that a site has and that a command is not about.

    Attributes:
        unread: By folder, why an experiment of the site cannot be read.
    """

    def __init__(
        self,
        kept: Manifest,
        output: Path,
        folder: Path,
        say: Say,
        cache: Path,
        about: SiteDescription,
    ) -> None:
        """Look at nothing yet; `folder` is for what has to be laid out."""
        self.kept, self.output, self.folder, self.say, self.cache = kept, output, folder, say, cache
        self.about = about
        self.known: dict[Path, PageState] = {}
        self.jobs: dict[Path, tuple[Staged, Job]] = {}
        self.unread: dict[str, str] = {}

    def look(self, named: Collection[str]) -> None:
        """Find out which there are; read those whose pages are not as this program left them."""
        for home in staging.homes(self.output):
            with self._noted(home):
                slug = staging.stated_in(home)[0].experiment
                if slug in named:
                    continue
                page = self.kept.page(slug)
                same = self.kept.maker == maker(self.about)
                if page and page.entry and same and manifest.there(page, self.output):
                    self.known[home] = page
                else:
                    self._lay_out(home)

    @property
    def languages(self) -> list[tuple[str, ...]]:
        """Of the pages of each."""
        known = [tuple(dict(page.entry.told)) for page in self.known.values() if page.entry]
        return known + [one.plan.article.languages for _, one in self.jobs.values()]

    def pages(self, languages: tuple[str, ...]) -> tuple[list[PageState], list[str]]:
        """Their pages in a site of these languages, and the names of those that had to be made anew."""
        if languages != self.kept.languages:
            for home in self.known:
                with self._noted(home):
                    self._lay_out(home)
            self.known.clear()
        made = []
        for home, (staged, one) in self.jobs.items():
            with self._noted(home):
                inputs = staged.inputs(one)
                key = _key(one, inputs, languages, self.about, single_file=False)
                made.append(
                    make(one, inputs, self.output, languages, key=key, say=self.say, about=self.about)
                )
        pages = sorted([*self.known.values(), *made], key=lambda page: page.slug)
        return pages, [page.slug for page in made]

    def _lay_out(self, home: Path) -> None:
        staged = staging.lay_out(self.output, home, self.folder)
        one = staged.job()
        for path, reason in staged.troubles():
            raise StoreError(f"{self.output / path}: {reason}.")
        self.jobs[home] = staged, one

    @contextlib.contextmanager
    def _noted(self, home: Path) -> Iterator[None]:
        """One that cannot be read keeps nobody from writing the pages that were asked for."""
        try:
            yield
        except FileError:
            raise
        except Exception as error:
            self.unread[home.name] = str(explained(error, str(home), self.cache, home.name))


@contextlib.contextmanager
def _explained(output: Path) -> Iterator[None]:
    """Whatever keeps the site from being written is said with its folder."""
    try:
        yield
    except OSError as error:
        raise FileError(
            f"{output}: the site cannot be written: {error.strerror or error}. "
            "Make room or name another folder with --output, then run `ovreport render`."
        ) from error


def _remove(
    kept: Manifest, now: Manifest, output: Path, *, spared: Collection[str], single_file: bool
) -> tuple[str, ...]:
    """Take away what this program wrote earlier and the site no longer has; other files are left alone.

    Returns:
        The experiments that are gone.
    """
    files_now = {path for page in now.pages for path, _, _ in page.files}
    before = {page.slug for page in kept.pages}
    if not single_file:
        before |= sweeping.experiments_of(output, spared=spared)
        sweeping.sweep(output, files_now | set(now.front), spared=spared)
        sweeping.remove(output, [path for path in kept.front if path not in now.front])
    former = [page for page in kept.pages if folder_name(page.slug) not in spared]
    sweeping.remove(output, [path for page in former for path, _, _ in page.files if path not in files_now])
    return tuple(sorted(before - {page.slug for page in now.pages}))


def make(
    job: Job,
    inputs: Sequence[ReportInputs],
    output: Path,
    languages: tuple[str, ...],
    *,
    key: str = "",
    say: Say = lambda _: "",
    about: SiteDescription = NOTHING_SAID,
    single_file: bool = False,
) -> PageState:
    """Render the pages of one experiment.

    Raises:
        StoreError: A record cannot be read.
        FileError: The site cannot be written, or a template has a mistake.
    """
    texts: list[str] = []

    def told() -> Iterator[Report | HostsReport]:
        for one in report.with_hosts(job, inputs):
            texts.append(say(one))
            yield one

    entry: Entry | None = None
    with _explained(output):
        if single_file:
            names = [each.host for each in inputs]
            paths = render.write_single_files(told(), output, hosts=names, file=job.called, about=about)
        else:
            records = {sha: path for each in inputs for sha, path in each.files(job.results).items()}
            entry, paths = render.write_experiment(
                told(),
                output,
                hosts=[each.host for each in inputs],
                languages=languages,
                records=records,
                file=job.called,
                about=about,
            )
            paths += downloads.write(job, inputs, output)
    stamps = tuple((path, *manifest.stamp(output / path)) for path in sorted(set(paths)))
    return PageState(slug=job.slug, key=key, files=stamps, told="\n".join(texts), entry=entry)


def _key(
    job: Job,
    inputs: Sequence[ReportInputs],
    languages: tuple[str, ...],
    about: SiteDescription,
    *,
    single_file: bool,
) -> str:
    """Hash of everything that pages are made from."""
    content = (maker(about), languages, single_file, job.called, repr(job.plan), repr(inputs))
    return hashlib.sha256(repr(content).encode()).hexdigest()
