// How it works: the published build remembers its objects, so any other object is new. Manifests and rules count by
// their keys. Pages and answers are read, because most pages show no new play and so need no build at once.
#include "pipeline/news.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "base/error.h"
#include "formats/api_answers.h"
#include "lake/objects.h"
#include "lake/read_ahead.h"
#include "load/backlog.h"
#include "warehouse/builds.h"

namespace segue::pipeline {
namespace {

using lake::ObjectKind;
using load::LakeObject;

// A play as a page shows it:
using Shown = std::pair<std::int64_t, std::string>;  // instant, URI

class PageReader final : public formats::Sink {
 public:
  explicit PageReader(std::set<Shown>& plays) : plays_(plays) {}
  void play(const formats::PlayRow& row) override {
    plays_.emplace(base::to_ms(row.instant), std::string(row.uri.empty() ? row.title : row.uri));
  }
  void reject(const formats::Reject&) override {}

 private:
  std::set<Shown>& plays_;
};

// Returns the objects that the build holds: those noted under its number or an earlier one.
std::unordered_set<std::string> objects_in(warehouse::Connection& published, std::int64_t build) {
  std::unordered_set<std::string> objects;
  published.each(fmt::format("select object from segue_raw.built where build <= {}", build),
                 [&](const warehouse::Row& row) { objects.emplace(row.text(0)); });
  return objects;
}

constexpr const char* kShownPlays =
    R"sql(
      select distinct p.instant_ms, coalesce(p.uri, p.title)
      from segue_raw.plays p
      join segue_raw.built b on b.object = p.object and b.build <= {}
      where p.user_id = $1 and p.source = 'api' and p.instant_ms between {} and {}
    )sql";

// Counts the plays that no page of the build shows.
std::int64_t not_among(warehouse::Connection& published, std::int64_t build, const std::string& user,
                       std::set<Shown> plays) {
  if (plays.empty()) return 0;
  published.each(fmt::format(kShownPlays, build, plays.begin()->first, plays.rbegin()->first), {user},
                 [&](const warehouse::Row& row) { plays.erase({row.bigint(0), std::string(row.text(1))}); });
  return static_cast<std::int64_t>(plays.size());
}

// Counts import members that no build holds although every manifest is known: they were damaged and can be read again.
// A member that no manifest names does not count, since its import was stopped.
std::int64_t files_back(const lake::Lake& lake, const std::vector<LakeObject>& all,
                        const std::vector<LakeObject>& members) {
  if (members.empty()) return 0;
  std::unordered_set<std::string> named;
  for (const LakeObject& object : all)
    if (object.is_manifest)
      for (const auto& member : load::read_manifest(lake, object.info.key, object.user).members)
        named.insert(member.object);
  std::int64_t count = 0;
  for (const LakeObject& member : members) {
    if (!named.contains(member.info.key)) continue;
    try {
      lake::decompress(lake.get(member.info.key));
      ++count;
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::input) throw;
    }
  }
  return count;
}

class Looking {
 public:
  Looking(const lake::Lake& lake, News& news) : lake_(lake), news_(news) {}

  // Reads pages and answers and counts them by their content.
  void read(std::vector<LakeObject> objects) {
    if (objects.size() > kNewsRead) {
      news_.unread = static_cast<std::int64_t>(objects.size() - kNewsRead);
      objects.resize(kNewsRead);
    }
    std::vector<lake::ListedObject> infos;
    for (const LakeObject& object : objects) infos.push_back(object.info);
    lake::ReadAhead ahead(lake_, std::move(infos));
    for (const LakeObject& object : objects) {
      try {
        look_at(object, lake::unwrap(ahead.next()));
      } catch (const base::Error& error) {
        if (error.fault() != base::Fault::input) throw;
        // Damaged: no build can read it either.
      }
    }
  }

  std::map<std::string, std::set<Shown>> plays;  // by listener

 private:
  void look_at(const LakeObject& object, std::pair<lake::Envelope, std::string> wrapped) {
    auto& [envelope, body] = wrapped;
    const bool has_text = envelope.status == 200 && envelope.same_as.empty();
    if (lake::is_enrich_answer(object.kind)) {
      if (has_text && object.kind != ObjectKind::profile) ++news_.answers;
      return;
    }
    if (envelope.status != 200) return;
    // A page that equals an earlier one has no text: it shows no new play, but counts as a page.
    std::set<Shown> shown;
    PageReader page(shown);
    if (has_text &&
        formats::parse(formats::Format::recently_played, object.info.key, formats::padded(body), page).refusal)
      return;
    ++news_.pages;
    plays[object.user].merge(shown);
  }

  const lake::Lake& lake_;
  News& news_;
};

}  // namespace

News news_for(const lake::Lake& lake, warehouse::Connection& published) {
  News news;
  if (!warehouse::has_table(published, "segue_raw", "built")) return news;
  const std::int64_t build = warehouse::build_number(published);
  const auto built = objects_in(published, build);
  if (built.empty()) return news;
  news.build = build;
  const auto all = load::objects_that_tables_hold(lake);
  std::vector<LakeObject> unread, members;
  for (const LakeObject& object : all) {
    if (built.contains(object.info.key)) continue;
    if (object.is_manifest)
      ++news.imports;
    else if (object.kind == ObjectKind::imported)
      members.push_back(object);
    else if (object.kind == ObjectKind::rule)
      ++news.rules;
    else
      unread.push_back(object);
  }
  // With a new manifest a build is due anyway.
  if (news.imports == 0) news.files = files_back(lake, all, members);
  Looking looking(lake, news);
  looking.read(std::move(unread));
  for (auto& [user, plays] : looking.plays) news.plays += not_among(published, build, user, std::move(plays));
  return news;
}

}  // namespace segue::pipeline
