// Compares the permissions of a consent with those that were asked for.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace segue::spotify {

// Returns the scopes of `asked` that `granted` lacks, in the order asked. Returns none if `granted` is "": an answer
// without a scope grants what was asked (RFC 6749, 5.1).
std::vector<std::string> missing_scopes(std::string_view asked, std::string_view granted);

// Returns the scope with what fails without it: "user-top-read (top tracks and artists)".
std::string with_its_use(const std::string& scope);

}  // namespace segue::spotify
