// How it works: a member is read with the same reader and the same bounds as at load, so its rows have the same
// ordinals. Each row is then looked up by object and ordinal in the published tables (explain_rows.h), which know its
// play and the row that leads the play.
#include "pipeline/explain.h"

#include <fmt/core.h>

#include <memory>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "capture/histories.h"
#include "lake/object_key.h"
#include "load/bounds.h"
#include "load/imports.h"
#include "load/load.h"
#include "music/play.h"
#include "pipeline/explain_rows.h"

namespace segue::pipeline {
namespace {

// Reports each row of one member, in the order of the file.
class Telling final : public formats::Sink {
 public:
  using Tell = std::function<void(RowFate)>;
  Telling(std::string member, BuiltRows* built, Tell tell)
      : member_(std::move(member)), built_(built), tell_(std::move(tell)) {}

  void play(const formats::PlayRow& row) override {
    RowFate fate = begin(row.ordinal);
    fate.time = base::to_iso8601(row.instant);
    fate.what = name_of(row.artist, row.title, row.uri);
    if (built_ == nullptr) return say(std::move(fate), Fate::not_built, "");
    built_->settle(fate, row.ordinal, music::text_of(row.kind));
    tell_(std::move(fate));
  }
  void reject(const formats::Reject& reject) override {
    say(begin(reject.ordinal), Fate::rejected,
        reject.field.empty() ? reject.reason : reject.field + ": " + reject.reason);
  }
  void playlist_item(const formats::PlaylistItemRow& row) override {
    other(row.track, "a row of a playlist, not a play");
  }
  void library_item(const formats::LibraryRow& row) override { other(row.track, "a row of the library, not a play"); }
  void track(const formats::TrackRow& row) override { other(row, "a row of the catalogue, not a play"); }

  // Reports the rows before `rows` for which the reader made no call; it only counted them.
  void up_to(std::int64_t rows) {
    while (next_ < rows) {
      RowFate fate{member_, ++next_, Fate::no_play, "", "", "", "playing now, or a place that holds no track"};
      tell_(std::move(fate));
    }
  }

 private:
  static std::string name_of(std::string_view artist, std::string_view title, std::string_view uri) {
    if (title.empty()) return artist.empty() ? std::string(uri) : std::string(artist);
    return artist.empty() ? std::string(title) : fmt::format("{} - {}", artist, title);
  }
  RowFate begin(std::int64_t ordinal) {
    up_to(ordinal);
    next_ = std::max(next_, ordinal + 1);
    RowFate fate;
    fate.member = member_;
    fate.row = ordinal + 1;
    return fate;
  }
  void say(RowFate fate, Fate what, std::string detail) {
    fate.fate = what;
    fate.detail = std::move(detail);
    tell_(std::move(fate));
  }
  void other(const formats::TrackRow& row, const char* detail) {
    RowFate fate = begin(row.ordinal);
    fate.what = name_of(row.artist, row.title, row.uri);
    say(std::move(fate), Fate::no_play, detail);
  }

  std::string member_;
  BuiltRows* built_;  // null: no build holds the member
  Tell tell_;
  std::int64_t next_ = 0;
};

class Explaining final : public capture::HistoryVisitor {
 public:
  Explaining(const lake::Lake& lake, warehouse::Connection* published, const ExplainScope& scope,
             const std::filesystem::path& path, const std::function<void(const RowFate&)>& visit)
      : HistoryVisitor(path),
        lake_(lake),
        published_(published),
        scope_(scope),
        visit_(visit),
        files_(lake, scope.user) {}

  void visit(capture::Member&& member) override {
    const auto format = format_of(member);
    if (!format) return;
    // The key is the digest of the bytes, so a file is found under any name.
    const std::string object = lake::import_key(scope_.user, base::sha256_hex(member.bytes));
    const auto entry = published_ != nullptr ? load::ledger_entry(*published_, object) : std::nullopt;
    if (entry && !entry->refusal.empty()) return tell({member.name, 0, Fate::refused, "", "", "", entry->refusal});
    std::optional<BuiltRows> built;
    if (entry) built.emplace(*published_, object, member.name, files_);
    Telling telling(member.name, built ? &*built : nullptr, [&](RowFate fate) {
      if (fate.fate == Fate::not_built) fate.detail = why_not_built(object);
      tell(fate);
    });
    const load::Landing landing{built && built->landed() ? *built->landed() : scope_.now, load::LandedBy::import};
    load::WithinBounds bounds(telling, landing, load::zone_of(scope_.zones, scope_.user));
    const auto outcome = formats::parse(*format, member.name, formats::padded(member.bytes), bounds);
    if (outcome.refusal) return tell({member.name, 0, Fate::refused, "", "", "", outcome.refusal->what});
    telling.up_to(outcome.counts.rows);
  }
  void next_file() override {}
  // Keeps the rows: they were reported already, each as not imported.
  bool drop_file() override { return false; }

  std::map<std::string, std::int64_t> counts;

 private:
  void tell(const RowFate& fate) {
    ++counts[std::string(text_of(fate.fate))];
    visit_(fate);
  }
  std::string why_not_built(const std::string& object) const {
    return lake_.exists(object) ? "no build contains it yet: run `segue transform`"
                                : "it is not imported: run `segue import`, then `segue transform`";
  }

  const lake::Lake& lake_;
  warehouse::Connection* published_;
  const ExplainScope& scope_;
  const std::function<void(const RowFate&)>& visit_;
  FileNames files_;
};

}  // namespace

Explained explain(const lake::Lake& lake, warehouse::Warehouse& warehouse, const ExplainScope& scope,
                  const std::filesystem::path& path, const std::function<void(const RowFate&)>& visit) {
  const auto published = warehouse.is_published() ? warehouse.read() : nullptr;
  Explaining explaining(lake, published.get(), scope, path, visit);
  capture::read_container(path, capture::ContainerLimits{}, explaining);
  return {explaining.passed_over(), std::move(explaining.counts)};
}

}  // namespace segue::pipeline
