// Makes answers of Spotify's search, for tests.
#pragma once
#include <string>

namespace segue::playlist {

inline std::string found(const std::string& id, const std::string& artist, const std::string& title, int duration_ms) {
  return R"({"id":")" + id + R"(","name":")" + title + R"(","artists":[{"name":")" + artist +
         R"("}],"album":{"name":"L"},"duration_ms":)" + std::to_string(duration_ms) + "}";
}
inline std::string answer_with(const std::string& tracks) {
  return R"({"tracks":{"items":[)" + tracks + "]}}";
}

inline const std::string kIdA = "0AbCdEfGhIjKlMnOpQrStA", kIdB = "0AbCdEfGhIjKlMnOpQrStB";

}  // namespace segue::playlist
