// How it works: fold() makes two spellings of a name equal text. A title is then cut from the right, one bracket or " -
// " suffix at a time: a suffix about the edition ("2011 Remaster") is dropped, a suffix that names another version
// ("Live") stays and sets the version class. Keys are hashes of the results, so SQL needs equality only.
#include "music/names.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace segue::music {
namespace {

// Part of every recording_key. A change of any rule below changes keys: raise it, so that loaders insert the rows anew.
constexpr std::string_view kRuleVersion = "2";

const icu::Normalizer2& casefolding_decomposer() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw base::Error(base::Fault::internal, "ICU has no NFKC_Casefold data");
  return *normalizer;
}

bool is_plain_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

std::string fold_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept)
      out.push_back(upper ? static_cast<char>(c + 32) : c);
    else if (c != '\'' && !out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// True for accents and similar marks, whatever script they are used with. Marks with which a script writes vowels or
// voicing ("が" is "か" with a mark) are part of the word and are kept.
bool is_accent(UChar32 c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7) || (c >= 0x0610 && c <= 0x061A) ||
         (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

std::string fold_unicode(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const icu::UnicodeString folded = casefolding_decomposer().normalize(source, status);
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw base::Error(base::Fault::internal, "ICU cannot normalise");
  const icu::UnicodeString apart = nfd->normalize(folded, status);
  icu::UnicodeString kept;
  bool blank_due = false;
  for (int32_t i = 0; i < apart.length();) {
    const UChar32 c = apart.char32At(i);
    i += U16_LENGTH(c);
    if (is_accent(c) || c == U'\'' || c == U'’') continue;
    if (u_isalnum(c) || u_charType(c) == U_COMBINING_SPACING_MARK || u_charType(c) == U_NON_SPACING_MARK) {
      if (blank_due && !kept.isEmpty()) kept.append(static_cast<UChar>(' '));
      blank_due = false;
      kept.append(c);
    } else {
      blank_due = true;
    }
  }
  std::string out;
  kept.toUTF8String(out);
  return out;
}

// A suffix with one of these words ("- 2011 Remaster", "(Deluxe Edition)") is about the edition, not about the song.
constexpr std::array<std::string_view, 21> kEditionWords{
    "remaster",        "remastered",  "deluxe",      "edition",   "album version",
    "single version",  "bonus track", "explicit",    "clean",     "mono",
    "stereo",          "feat",        "ft",          "featuring", "with",
    "original mix",    "radio edit",  "anniversary", "from",      "version 2",
    "original version"};

struct ClassWord {
  std::string_view word, version_class;
};
constexpr std::array<ClassWord, 12> kClassWords{{{"live", "live"},
                                                 {"remix", "remix"},
                                                 {"rmx", "remix"},
                                                 {"mix", "remix"},
                                                 {"acoustic", "acoustic"},
                                                 {"unplugged", "acoustic"},
                                                 {"instrumental", "instrumental"},
                                                 {"demo", "demo"},
                                                 {"karaoke", "karaoke"},
                                                 {"cover", "cover"},
                                                 {"rework", "remix"},
                                                 {"edit", "remix"}}};

bool has_word(std::string_view folded, std::string_view word) {
  for (std::size_t at = folded.find(word); at != std::string_view::npos; at = folded.find(word, at + 1)) {
    const bool begins = at == 0 || folded[at - 1] == ' ';
    const std::size_t end = at + word.size();
    if (begins && (end == folded.size() || folded[end] == ' ')) return true;
  }
  return false;
}

struct Suffix {
  bool is_edition = false;
  std::string_view version_class;
};

Suffix judge(std::string_view suffix) {
  const std::string folded = fold(suffix);
  Suffix verdict;
  for (const auto word : kEditionWords)
    if (has_word(folded, word)) verdict.is_edition = true;
  if (verdict.is_edition) {
    // "Radio Edit" is an edition: an edition word wins over "edit" and "mix". "Remastered Live at …" is live: a real
    // version wins over the edition word.
    for (const auto& [word, version_class] : kClassWords)
      if (word != "edit" && word != "mix" && has_word(folded, word)) verdict.version_class = version_class;
    return verdict;
  }
  for (const auto& [word, version_class] : kClassWords)
    if (verdict.version_class.empty() && has_word(folded, word)) verdict.version_class = version_class;
  return verdict;
}

struct BareTitle {
  std::string folded;         // without edition noise
  std::string version_class;  // of the leftmost suffix that has one
};

// Returns where the last bracket or " - " suffix of `title` starts; npos if there is none, or if it is the whole title.
std::size_t last_suffix(std::string_view title) {
  for (const auto& [open, close] : {std::pair{'(', ')'}, {'[', ']'}, {'{', '}'}})
    if (!title.empty() && title.back() == close) {
      const std::size_t at = title.rfind(open);
      return at == 0 ? std::string_view::npos : at;
    }
  const std::size_t dash = title.rfind(" - ");
  return dash == 0 ? std::string_view::npos : dash;
}

// Cuts suffixes from the right until one is neither about the edition nor a version. A version suffix stays in the
// title and sets the class.
BareTitle bare(std::string_view title) {
  BareTitle out;
  std::string kept_suffixes;
  while (true) {
    while (!title.empty() && title.back() == ' ') title.remove_suffix(1);
    const std::size_t at = last_suffix(title);
    if (at == std::string_view::npos) break;
    const std::string_view suffix = title.substr(at);
    const Suffix verdict = judge(suffix);
    if (!verdict.is_edition && verdict.version_class.empty()) break;
    if (!verdict.version_class.empty()) {
      out.version_class = verdict.version_class;
      kept_suffixes.insert(0, std::string(suffix) + " ");
    }
    title = title.substr(0, at);
  }
  out.folded = fold(std::string(title) + " " + kept_suffixes);
  return out;
}

constexpr std::array<std::string_view, 14> kGenericTitles{"intro",    "outro",   "interlude", "untitled", "prelude",
                                                          "skit",     "finale",  "epilogue",  "prologue", "reprise",
                                                          "overture", "opening", "ending",    "theme"};

bool is_generic(std::string_view folded_title) {
  for (const auto generic : kGenericTitles)
    if (folded_title == generic) return true;
  return false;
}

bool is_base62(std::string_view text) {
  for (const char c : text)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
  return true;
}

// Compares with ASCII letters folded; `lower` is in lower case.
bool is_same(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

// Written by Rockbox, ListenBrainz's dumps, Android and MusicBrainz.
constexpr std::array<std::string_view, 4> kPlaceholders{"<missing>", "<untagged>", "<unknown>", "[unknown]"};

// True also for a name of blanks.
bool is_placeholder(std::string_view name) {
  if (name.empty()) return true;
  if (!name.starts_with('<') && !name.starts_with('[')) return false;
  return std::any_of(kPlaceholders.begin(), kPlaceholders.end(), [&](std::string_view p) { return is_same(name, p); });
}

// Returns the raw name if folding leaves nothing: "!!!" and "???" are two artists.
std::string folded_or_raw(std::string_view name) {
  std::string folded = fold(name);
  return folded.empty() ? std::string(name) : folded;
}

// Returns A for "A feat. B". Commas and ampersands do not separate artists: too many names contain them.
std::string_view first_artist(std::string_view artist) {
  for (const std::string_view mark :
       {" feat. ", " Feat. ", " ft. ", " Ft. ", " featuring ", " Featuring ", " feat ", " ft "}) {
    const std::size_t at = artist.find(mark);
    if (at != std::string_view::npos && at > 0) artist = artist.substr(0, at);
  }
  return artist;
}

}  // namespace

std::string_view said_artist(std::string_view name) {
  const std::string_view bare = base::trimmed(name);
  // Last.fm itself takes no scrobble of "Unknown Artist".
  return is_placeholder(bare) || is_same(bare, "unknown artist") || is_same(bare, "<unknown artist>") ||
                 is_same(bare, "[unknown artist]")
             ? std::string_view{}
             : name;
}

std::string_view said_title(std::string_view name) {
  return is_placeholder(base::trimmed(name)) ? std::string_view{} : name;
}

std::string fold(std::string_view name) {
  return is_plain_ascii(name) ? fold_ascii(name) : fold_unicode(name);
}

std::optional<std::string> spotify_id_in(std::string_view text, std::string_view kind) {
  const auto cut = [&](std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
  };
  if (cut("https://open.spotify.com/") || cut("http://open.spotify.com/")) {
    if (text.starts_with("intl-")) text.remove_prefix(std::min(text.find('/'), text.size() - 1) + 1);
    if (!cut(std::string(kind) + "/")) return std::nullopt;
  } else if (!cut("spotify:" + std::string(kind) + ":")) {
    return std::nullopt;
  }
  text = text.substr(0, text.find_first_of("?#/"));
  if (text.size() != 22 || !is_base62(text)) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> spotify_track_id(std::string_view text) {
  if (text.size() == 22 && is_base62(text)) return std::string(text);
  return spotify_id_in(text, "track");
}

ArtistKey artist_key_of(std::string_view artist) {
  const std::string folded = fold(first_artist(said_artist(artist)));
  return folded.empty() ? ArtistKey() : ArtistKey(base::key_hash({"artist", folded}));
}

TrackKeys keys_of(const TrackNames& names) {
  const std::string artist = fold(first_artist(said_artist(names.artist)));
  const BareTitle title = bare(said_title(names.title));
  const std::string album = fold(said_title(names.album));
  TrackKeys keys;
  keys.version_class = title.version_class;
  keys.track_key = !names.spotify_id.empty()
                       ? TrackKey(names.spotify_id)
                       : TrackKey(base::key_hash({"track", folded_or_raw(first_artist(said_artist(names.artist))),
                                                  folded_or_raw(said_title(names.title)), album}));
  if (!artist.empty()) keys.artist_key = ArtistKey(base::key_hash({"artist", artist}));
  if (!artist.empty() && !album.empty()) keys.album_key = AlbumKey(base::key_hash({"album", artist, album}));
  if (artist.empty() || title.folded.empty()) {
    keys.recording_key = RecordingKey(base::key_hash({"recording of track", kRuleVersion, keys.track_key.value}));
    return keys;
  }
  keys.title_key = base::key_hash({"title", artist, title.folded});
  keys.recording_key =
      RecordingKey(base::key_hash({"recording", kRuleVersion, artist, title.folded, title.version_class,
                                   is_generic(title.folded) ? std::string_view(album) : std::string_view{}}));
  return keys;
}

}  // namespace segue::music
