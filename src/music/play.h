// The words of a listening history as values. The warehouse stores the texts of the enumerations.
#pragma once
#include <string_view>

namespace segue::music {

// The source of a play, in the fixed order in which reconciliation takes sources.
enum class Source { exported, api, account, listenbrainz_bridge, listenbrainz, lastfm, maloja, other };
enum class Kind { music, podcast, audiobook, video, local, unknown };
// Whether the row's time is the start or the end of the play.
enum class TimeBasis { start, end };

constexpr std::string_view text_of(Source source) {
  switch (source) {
    case Source::exported:
      return "export";
    case Source::api:
      return "api";
    case Source::account:
      return "account";
    case Source::listenbrainz_bridge:
      return "listenbrainz_bridge";
    case Source::listenbrainz:
      return "listenbrainz";
    case Source::lastfm:
      return "lastfm";
    case Source::maloja:
      return "maloja";
    case Source::other:
      return "other";
  }
  return "other";
}

constexpr std::string_view text_of(Kind kind) {
  switch (kind) {
    case Kind::music:
      return "music";
    case Kind::podcast:
      return "podcast";
    case Kind::audiobook:
      return "audiobook";
    case Kind::video:
      return "video";
    case Kind::local:
      return "local";
    case Kind::unknown:
      return "unknown";
  }
  return "unknown";
}

constexpr std::string_view text_of(TimeBasis basis) {
  return basis == TimeBasis::start ? "start" : "end";
}

}  // namespace segue::music
