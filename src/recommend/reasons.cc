#include "recommend/reasons.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "signals/group_knn.h"

namespace segue::recommend {
namespace {

using signals::Item;

constexpr std::size_t kMostLed = 3;  // reasons that one heard song leads
constexpr std::size_t kShown = 3;    // songs in a reason

std::string plays_text(std::int64_t plays) {
  return plays == 1 ? "once" : plays == 2 ? "twice" : fmt::format("{} times", plays);
}

class Words {
 public:
  explicit Words(const PickInput& input)
      : repertoire_(*input.repertoire), index_(*input.index), plays_of_artist_(repertoire_.artist_count(), 0) {
    for (const PlayedSong& one : input.listener->taste) {
      plays_[one.item] = one.plays;
      for (const std::uint32_t artist : repertoire_.artists[one.item]) plays_of_artist_[artist] += one.plays;
      names_.emplace(repertoire_.artists[one.item].front(), repertoire_.songs[one.item].artist);
    }
    for (Item item = 0; item < repertoire_.size(); ++item)
      if (input.listener->heard[item]) heard_albums_.insert(repertoire_.albums[item]);
  }

  Reason reason_of(const Pick& pick) {
    Reason reason;
    reason.evidence = evidence_of(pick);
    reason.text = pick.is_new_artist ? "a new artist for you" : known_text(pick.item);
    if (reason.evidence.empty()) {
      const std::uint32_t lists = index_.songs.count(pick.item);
      if (pick.is_new_artist)
        reason.text += fmt::format(", in {} list{} with songs you played", lists, lists == 1 ? "" : "s");
      return reason;
    }
    const std::size_t count = reason.evidence.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Because& one = reason.evidence[i];
      const std::string song = fmt::format("\"{}\" by {}", one.song.title, one.song.artist);
      if (i == 0) {
        const std::string lists = one.lists == 1 ? "1 list has" : fmt::format("{} lists have", one.lists);
        reason.text += fmt::format(": {} it with {}, which you played {}", lists, song, plays_text(one.plays));
        continue;
      }
      // The clause on the plays is before the second song, so a comma ends it.
      if (i == 1 || i + 1 < count) reason.text += ",";
      if (i + 1 == count) reason.text += " and";
      reason.text += fmt::format(" {} with {}", one.lists, song);
    }
    return reason;
  }

 private:
  // Says which artist of the song was played most, and whether the album is new.
  std::string known_text(Item item) const {
    const auto& artists = repertoire_.artists[item];
    const std::uint32_t artist =
        *std::max_element(artists.begin(), artists.end(),
                          [&](std::uint32_t a, std::uint32_t b) { return plays_of_artist_[a] < plays_of_artist_[b]; });
    const auto name = names_.find(artist);
    // An artist who is only ever credited second has no name of their own here.
    const std::string& who = name == names_.end() ? repertoire_.songs[item].artist : name->second;
    if (plays_of_artist_[artist] == 0) return "you heard " + who + " before";
    const std::uint32_t album = repertoire_.albums[item];
    const bool is_new_album = album != signals::Groups::kNone && !heard_albums_.contains(album);
    return fmt::format("you played {} {}{}", who, plays_text(plays_of_artist_[artist]),
                       is_new_album ? ", and nothing of this album" : "");
  }

  std::vector<Because> evidence_of(const Pick& pick) {
    std::vector<Because> shown;
    const auto lead = std::find_if(pick.evidence.begin(), pick.evidence.end(),
                                   [&](const Evidence& one) { return led_[one.item] < kMostLed; });
    if (lead == pick.evidence.end()) return shown;
    ++led_[lead->item];
    shown.push_back(because_of(*lead));
    for (const Evidence& one : pick.evidence)
      if (shown.size() < kShown && one.item != lead->item) shown.push_back(because_of(one));
    return shown;
  }

  Because because_of(const Evidence& evidence) const {
    return {repertoire_.songs[evidence.item], plays_.at(evidence.item), evidence.share, evidence.lists};
  }

  const Repertoire& repertoire_;
  const RepertoireIndex& index_;
  std::unordered_map<Item, std::int64_t> plays_;
  std::vector<std::int64_t> plays_of_artist_;
  std::unordered_map<std::uint32_t, std::string> names_;  // of artists, as their heaviest song has it
  std::unordered_set<std::uint32_t> heard_albums_;
  std::unordered_map<Item, std::size_t> led_;
};

}  // namespace

std::vector<Recommendation> with_reasons(const PickInput& input, const std::vector<Pick>& picks) {
  Words words(input);
  std::vector<Recommendation> all;
  for (const Pick& pick : picks)
    all.push_back({input.repertoire->songs[pick.item],
                   input.repertoire->origins[pick.item],
                   pick.score,
                   pick.is_new_artist,
                   {words.reason_of(pick)}});
  return all;
}

}  // namespace segue::recommend
