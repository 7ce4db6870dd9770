// Whose account a login is, as GET /v1/me says.
#pragma once
#include <string>
#include <string_view>

namespace segue::spotify {

inline constexpr const char* kMe = "/v1/me";

struct Account {
  std::string account_id, id, name;  // "" = not said; the name is for people alone, and may change
  bool is_known() const { return !account_id.empty() || !id.empty(); }
};

// By `account_id` where both have one, else by `id`. Never true of an account that is not known.
bool is_same(const Account& one, const Account& other);

// `newer` with what it leaves out of `older`, the same account before.
Account merged(Account newer, const Account& older);

// Out of the body of a good answer; an account that is not known for any other bytes.
Account account_in(std::string_view body);

// "Spotify account Ann (ann-id)", "Spotify account ann-id"; fit for a terminal.
std::string shown(const Account& account);

}  // namespace segue::spotify
