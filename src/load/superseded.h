// Rows of objects that go: those that an older loader read, or that another time zone gave their instants.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lake/objects.h"
#include "load/backlog.h"
#include "warehouse/connection.h"

namespace segue::load {

// Deletes what the raw tables hold of these objects; their rows of the ledger stay. One statement a table, however many
// objects: with one an object, the tables would be looked through as often as there are objects. `but`: a table to
// leave alone, "" = none.
void delete_rows(warehouse::Connection& connection, const std::vector<std::string>& objects, std::string_view but = {});

using Wrapped = std::pair<lake::Envelope, std::string>;
struct Opened {
  Wrapped wrapped;     // of what has an envelope
  std::string member;  // else
};
// Throws Error(input) for bytes that are not whole.
Opened opened(const Pending& item, const std::string& bytes);

// Deletes the rows of superseded objects, those of the ledger too. What the lake cannot give back whole is left as it
// is. Belongs into the transaction that reads them anew.
void delete_superseded(const lake::Lake& lake, const std::vector<Pending>& batch, warehouse::Connection& connection);

}  // namespace segue::load
