// How it works: opens each superseded object, and deletes the rows of the objects that are whole. The rows of a damaged
// object stay, because nothing could replace them. The deletions come after the opening: one statement a table then
// serves all objects.
#include "load/superseded.h"

#include <fmt/core.h>

#include "base/error.h"
#include "lake/read_ahead.h"
#include "load/raw_tables.h"

namespace segue::load {
namespace {

// Runs "delete … where object in ($1, $2, …)".
void delete_from(warehouse::Connection& connection, const RawTable& table, const std::vector<std::string>& objects) {
  std::string places;
  for (std::size_t i = 1; i <= objects.size(); ++i) places += fmt::format("{}${}", i > 1 ? ", " : "", i);
  connection.number(fmt::format("delete from segue_raw.{} where object in ({})", table.name, places), objects);
}

}  // namespace

void delete_rows(warehouse::Connection& connection, const std::vector<std::string>& objects, std::string_view but) {
  for (const RawTable& table : raw::kOfObjects)
    if (table.name != but) delete_from(connection, table, objects);
}

Opened opened(const Pending& item, const std::string& bytes) {
  if (item.kind == lake::ObjectKind::imported) return {{}, lake::decompress(bytes)};
  return {lake::unwrap(bytes), ""};
}

void delete_superseded(const lake::Lake& lake, const std::vector<Pending>& batch, warehouse::Connection& connection) {
  std::vector<const Pending*> items;
  std::vector<lake::ListedObject> infos;
  for (const Pending& item : batch) {
    if (!item.superseded) continue;
    items.push_back(&item);
    infos.push_back({item.key, item.size});
  }
  if (items.empty()) return;
  lake::ReadAhead ahead(lake, std::move(infos));
  std::vector<std::string> whole;
  for (const Pending* item : items) {
    try {
      opened(*item, ahead.next());
      whole.push_back(item->key);
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::input) throw;  // load_object reads it once more and reports it
    }
  }
  if (whole.empty()) return;
  delete_rows(connection, whole);
  delete_from(connection, raw::kLoadLedger, whole);
}

}  // namespace segue::load
