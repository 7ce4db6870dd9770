#include "pipeline/explain_rows.h"

#include <fmt/core.h>

#include "lake/object_key.h"
#include "load/imports.h"

namespace segue::pipeline {
namespace {

// Rows are asked for in the order of the file, so this many are read ahead at once.
constexpr std::int64_t kAtOnce = 32'768;

}  // namespace

std::string FileNames::of(const std::string& object) {
  if (!names_) read();
  const auto name = names_->find(object);
  return name == names_->end() ? object : name->second;
}

void FileNames::read() {
  names_.emplace();
  for (const auto& info : lake_.list(lake::prefix_of(user_, lake::ObjectKind::imported))) {
    const auto key = lake::parse_key(info.key);
    if (!key || !key->is_manifest) continue;
    for (const auto& member : load::read_manifest(lake_, info.key, user_).members)
      names_->try_emplace(member.object, member.name);
  }
}

BuiltRows::BuiltRows(warehouse::Connection& published, std::string object, std::string member, FileNames& files)
    : published_(published), object_(std::move(object)), member_(std::move(member)), files_(files) {
  published_.each("select landed_ms from segue_raw.load_ledger where object = $1", {object_},
                  [&](const warehouse::Row& row) {
                    if (const auto ms = row.maybe_bigint(0)) landed_ = base::from_ms(*ms);
                  });
}

const BuiltRows::Row* BuiltRows::find(std::int64_t ordinal) {
  if (ordinal < from_ || ordinal >= to_) {
    from_ = ordinal;
    to_ = ordinal + kAtOnce;
    rows_.clear();
    published_.each(
        R"sql(
          select p.ordinal, p.kind, p.source, r.play_id, f.source, f.object, f.ordinal
          from segue_raw.plays p
          left join segue.fct_play_rows r on r.object = p.object and r.ordinal = p.ordinal
          left join segue.fct_plays f on f.play_id = r.play_id
          where p.object = $1 and p.ordinal >= cast($2 as bigint) and p.ordinal < cast($3 as bigint)
        )sql",
        {object_, std::to_string(from_), std::to_string(to_)}, [&](const warehouse::Row& row) {
          rows_[row.bigint(0)] = {std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
                                  std::string(row.text(4)), std::string(row.text(5)), row.bigint(6)};
        });
  }
  const auto found = rows_.find(ordinal);
  return found == rows_.end() ? nullptr : &found->second;
}

void BuiltRows::settle(RowFate& fate, std::int64_t ordinal, std::string_view kind) {
  const Row* row = find(ordinal);
  if (row == nullptr) {
    fate.fate = Fate::not_built;
    return;
  }
  fate.play_id = row->play_id;
  if (row->play_id.empty()) {
    const bool counts = row->kind == "music" || row->kind == "local";
    fate.fate = counts ? Fate::not_built : Fate::other_kind;
    fate.detail = counts ? "" : fmt::format("{}: not counted", row->kind.empty() ? kind : row->kind);
    return;
  }
  if (row->first_object == object_ && row->first_ordinal == ordinal) {
    fate.fate = Fate::play;
    return;
  }
  const std::string file = row->first_object == object_ ? member_ : files_.of(row->first_object);
  fate.fate = row->first_source == row->source ? Fate::known : Fate::merged;
  fate.detail = fmt::format("{}row {} of {}", fate.fate == Fate::known ? "the same play as " : row->first_source + ", ",
                            row->first_ordinal + 1, file);
}

}  // namespace segue::pipeline
