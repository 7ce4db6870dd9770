#include "pipeline/corpora.h"

#include <fmt/core.h>

#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "corpus/sources.h"
#include "pipeline/seldom.h"

namespace segue::pipeline {
namespace {

namespace fs = std::filesystem;

corpus::OnRead telling(Home& home, const std::string& name) {
  return [&home, name, seldom = std::make_shared<Seldom>()](const corpus::ReadSoFar& read) {
    if (!seldom->is_due()) return;
    const auto percent = read.of == 0 ? 100 : read.bytes * 100 / read.of;
    home.observer().progress(fmt::format("corpus: {}, {} rows, {} %", name, base::with_commas(read.rows), percent));
  };
}

LoadResult add(Home& home, const std::vector<fs::path>& paths, const std::string& terms) {
  LoadResult result;
  std::vector<load::ObjectReport> reports;
  for (const auto& path : paths) {
    const std::string name = path.filename().string();
    home.observer().progress(fmt::format("corpus: {}", name));
    auto added = corpus::add(home.lake(), home.user(), home.config().corpora(), path, home.clock(),
                             {.terms = terms, .on_read = telling(home, name)});
    const auto& r = added.registration;
    result.rows += r.rows;
    if (added.known) {
      result.known += r.rows;
      continue;
    }
    result.rejected += r.rejected;
    result.loaded += r.rows - r.rejected;
    result.sources[r.format] += r.rows - r.rejected;
    result.members_refused += r.files_refused;
    for (auto& member : added.reports) {
      load::ObjectReport report;
      report.name = std::move(member.name);
      report.refusal = std::move(member.refusal);
      report.rejects = std::move(member.rejects);
      if (!report.refusal.empty()) result.refusals.push_back(fmt::format("{}: {}", report.name, report.refusal));
      reports.push_back(std::move(report));
    }
  }
  home.observer().progress_ended();
  result.reject_file = write_rejects(reports, home.config().rejects());
  return result;
}

corpus::Sources sources_of(const Home& home) {
  return {home.config().corpora(), home.environment()};
}

}  // namespace

LoadResult add_corpora(Home& home, const std::vector<std::string>& paths, const std::string& terms) {
  for (const auto& path : paths)
    if (!fs::exists(path)) throw base::Error(base::Fault::usage, fmt::format("there is no {}", path));
  return add(home, {paths.begin(), paths.end()}, terms);
}

LoadResult get_listenbrainz(Home& home, std::size_t days) {
  const auto fetched = sources_of(home).listenbrainz(
      home.client(), home.clock(), days, [&](const std::string& file, std::uint64_t done, std::uint64_t of) {
        home.observer().progress(fmt::format("{}: {} of {} MB", file, done >> 20, of >> 20));
      });
  home.observer().progress_ended();
  return add(home, fetched.paths, fetched.terms);
}

LoadResult get_playlist_archive(Home& home) {
  const auto fetched = sources_of(home).playlist_archive();
  return add(home, fetched.paths, fetched.terms);
}

std::vector<RegisteredCorpus> corpora(Home& home) {
  std::vector<RegisteredCorpus> all;
  for (auto& one : corpus::registered(home.lake(), home.user())) {
    const bool is_here = fs::exists(corpus::folder_of(home.config().corpora(), one) / "lists.bin");
    all.push_back({std::move(one), is_here});
  }
  return all;
}

}  // namespace segue::pipeline
