#include "spotify/account.h"

#include <fmt/core.h>
#include <simdjson.h>

#include "base/json_reader.h"

namespace segue::spotify {
namespace {

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 32 && c != 127) out += c;
  return out;
}

}  // namespace

bool is_same(const Account& one, const Account& other) {
  if (!one.account_id.empty() && !other.account_id.empty()) return one.account_id == other.account_id;
  return !one.id.empty() && one.id == other.id;
}

Account merged(Account newer, const Account& older) {
  for (std::string Account::* const field : {&Account::account_id, &Account::id, &Account::name})
    if ((newer.*field).empty()) newer.*field = older.*field;
  return newer;
}

Account account_in(std::string_view body) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(simdjson::padded_string(body)).get(object) != simdjson::SUCCESS) return {};
  const auto text = [&](const char* name) { return base::text_if(object[name]); };
  return {text("account_id"), text("id"), text("display_name")};
}

std::string shown(const Account& account) {
  const std::string id = printable(account.id.empty() ? account.account_id : account.id);
  const std::string name = printable(account.name);
  if (name.empty() || name == id) return fmt::format("Spotify account {}", id);
  return fmt::format("Spotify account {} ({})", name, id);
}

}  // namespace segue::spotify
