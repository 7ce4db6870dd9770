// The input of the trainer: lists of places, and the vocabulary of their words.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace segue::embed {

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

enum class TokenKind : std::uint8_t { recording = 'r', artist = 'a', album = 'b' };

// One place of a list: a recording with its artist and album. kNone = not known.
struct Place {
  std::uint32_t recording = kNone, artist = kNone, album = kNone;
};

struct Lists {
  std::vector<Place> places;
  std::vector<std::uint64_t> starts{0};  // list i is places[starts[i]] … places[starts[i + 1]]
  std::size_t size() const { return starts.size() - 1; }
};

struct Vocabulary {
  std::vector<TokenKind> kinds;
  std::vector<std::string> keys;
  std::vector<std::uint64_t> counts;
  std::uint32_t recordings = 0;  // recordings are rows 0 … recordings - 1, sorted by falling count, then by key
  std::unordered_map<std::string, std::uint32_t> aliases;  // track_key → row of its recording

  std::uint32_t size() const { return static_cast<std::uint32_t>(keys.size()); }
  std::optional<std::uint32_t> find(TokenKind kind, std::string_view key) const;
  void index();  // call after keys or kinds have changed; forgets the keys of also()
  // Makes find() return `row` for `key`, too, unless the key has a row. For keys that are newer than the vocabulary.
  void also(TokenKind kind, std::string_view key, std::uint32_t row);

 private:
  std::unordered_map<std::string, std::uint32_t> rows_;
};

// Collects lists of keys. At the end rare recordings are dropped, and then lists with fewer than two recordings.
class ListBuilder {
 public:
  struct Entry {
    std::string_view recording, artist, album, track;  // keys; "" = none
  };
  void add(const Entry& entry);
  void end_list();
  std::size_t lists() const { return lists_.size(); }  // lists that end_list() has ended

  struct Built {
    Vocabulary vocabulary;
    Lists lists;
  };
  // Drops recordings in fewer than `min_count` places, and artists and albums in fewer than `kTokenMinCount`. Cuts
  // lists longer than `most_places` into pieces.
  Built build(std::uint32_t min_count, std::size_t most_places) const;
  static constexpr std::uint32_t kTokenMinCount = 2;

 private:
  struct Words {
    std::unordered_map<std::string, std::uint32_t> ids;
    std::vector<std::string> keys;
    std::vector<std::uint64_t> counts;
    std::uint32_t add(std::string_view key);
  };
  Words recordings_, artists_, albums_;
  Lists lists_;
  std::unordered_map<std::string, std::uint32_t> tracks_;  // track_key → recording's id in recordings_
};

}  // namespace segue::embed
