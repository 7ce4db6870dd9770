// Deletes the rows of objects that are read anew: an older loader read them, or their instants came from another zone.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lake/objects.h"
#include "load/backlog.h"
#include "warehouse/connection.h"

namespace segue::load {

// Deletes the rows of these objects from the raw tables, not from the ledger. `but` names a table to leave alone, ""
// none. Each table gets one statement for all objects: one statement an object would scan each table once per object.
void delete_rows(warehouse::Connection& connection, const std::vector<std::string>& objects, std::string_view but = {});

using Wrapped = std::pair<lake::Envelope, std::string>;
struct Opened {
  Wrapped wrapped;     // of an object with an envelope
  std::string member;  // of an import member, which has none
};
// Unpacks the bytes of an object. Throws Error(input) if they are not whole.
Opened opened(const Pending& item, const std::string& bytes);

// Deletes the rows of the batch's superseded objects, also in the ledger. Keeps the rows of an object that the lake
// cannot return whole. Call it in the transaction that reads the objects anew.
void delete_superseded(const lake::Lake& lake, const std::vector<Pending>& batch, warehouse::Connection& connection);

}  // namespace segue::load
