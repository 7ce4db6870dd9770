// How it works: a build's number is one above the greatest that the raw tables or the published build know.
// segue_raw.built says in which build an object was first, so that news since a build can be counted.
#include "warehouse/builds.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_set>

namespace segue::warehouse {
namespace {

constexpr const char* kNoteObjects =
    R"sql(
      insert into segue_raw.built (object, build)
      select l.object, {}
      from segue_raw.load_ledger l
      where not exists (select 1 from segue_raw.built b where b.object = l.object)
    )sql";

}  // namespace

std::int64_t build_number(Connection& published) {
  return published.number("select number from segue.build");
}

std::int64_t rows_of(Connection& published, std::string_view mart) {
  return published.number(fmt::format("select count(*) from segue.{}", mart));
}

std::int64_t number_build(Connection& work, const std::vector<std::string>& manifests, std::int64_t published) {
  const std::int64_t number =
      // After a rebuild the raw tables know no number, but the published build still does.
      std::max(work.number("select coalesce(max(number), 0) from segue_raw.build"), published) + 1;
  Transaction transaction(work);
  note_built(work, manifests, number);
  work.execute(fmt::format("delete from segue_raw.build; insert into segue_raw.build values ({})", number));
  transaction.commit();
  return number;
}

void note_built(Connection& work, const std::vector<std::string>& manifests, std::int64_t build) {
  work.execute(fmt::format(kNoteObjects, build));
  std::unordered_set<std::string> known;
  work.each("select object from segue_raw.built", [&](const Row& row) { known.emplace(row.text(0)); });
  const auto rows = work.rows_into("built", "object, build");
  // Manifests have no row in the ledger.
  for (const std::string& manifest : manifests)
    if (known.insert(manifest).second) {
      rows->text(manifest).bigint(build);
      rows->end_row();
    }
  rows->flush();
}

}  // namespace segue::warehouse
