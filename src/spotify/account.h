// The Spotify account of a login, from GET /v1/me.
#pragma once
#include <string>
#include <string_view>

namespace segue::spotify {

inline constexpr const char* kMe = "/v1/me";

struct Account {
  std::string account_id, id, name;  // "" = not given; the name is only for people, and may change
  bool is_known() const { return !account_id.empty() || !id.empty(); }
};

// Compares `account_id` if both have one, else `id`. Returns false if one of them is not known.
bool is_same(const Account& one, const Account& other);

// Returns `newer`; fields that it lacks are taken from `older`, an earlier answer on the same account.
Account merged(Account newer, const Account& older);

// Reads the body of a good answer. Returns an account that is not known for any other bytes.
Account account_in(std::string_view body);

// Returns "Spotify account Ann (ann-id)" or "Spotify account ann-id", safe for a terminal.
std::string shown(const Account& account);

}  // namespace segue::spotify
