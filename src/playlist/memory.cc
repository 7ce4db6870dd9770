#include "playlist/memory.h"

#include "playlist/items.h"
#include "playlist/lookup.h"

namespace segue::playlist {

using formats::WebItem;
using formats::WebPlaylist;

Memory::Memory(lake::Lake& lake, const std::string& user, const base::Clock& clock) : lake_(lake), user_(user) {
  for (const Written& list : remembered(lake, user)) {
    take(list);
    if (list.at + kMissLasts > clock.now()) refused_.insert(refused_.end(), list.refused.begin(), list.refused.end());
  }
}

void Memory::take(const Written& written) {
  if (playlist_ != written.playlist) full_.reset();
  playlist_ = written.playlist;
  last_ = written;
  if (!written.uris.empty()) full_ = written;
}

bool Memory::name_differs(const WebPlaylist& ours, const std::string& name) const {
  if (ours.name == name) return false;
  // Spotify may have shortened the name that was written; then the name it showed after that counts as equal.
  const bool is_ordered = playlist_ == ours.id && last_->name == name;
  return !is_ordered || (!ours.name.empty() && ours.name != last_->shown_name);
}

// Privacy is requested once: if the playlist stays public, or Spotify does not say its state, asking again changes
// nothing.
bool Memory::is_to_be_private(const WebPlaylist& ours) const {
  const bool is_known = playlist_ == ours.id;
  if (!ours.is_public) return !is_known;
  return *ours.is_public && !(is_known && last_->is_public.value_or(false));
}

bool Memory::items_differ(const WebPlaylist& ours, const std::vector<WebItem>& present,
                          const std::vector<std::string>& uris) const {
  if (agree(present, uris)) return false;
  const bool is_as_left = full_ && playlist_ == ours.id && full_->uris == uris && !full_->shown_uris.empty() &&
                          full_->shown_uris == uris_in(present);
  return !is_as_left;
}

void Memory::keep(Written written) {
  const bool is_known = full_ && written.refused.empty() && full_->playlist == written.playlist &&
                        full_->uris == written.uris && full_->name == written.name &&
                        full_->shown_name == written.shown_name && full_->is_public == written.is_public &&
                        full_->shown_uris == written.shown_uris;
  if (is_known) return;
  // Memories are sorted by time, so two must not have the same instant.
  const bool is_of_an_instant = last_ && written.at <= last_->at && last_->at - written.at < std::chrono::seconds{1};
  if (is_of_an_instant) written.at = last_->at + std::chrono::milliseconds{1};
  remember(lake_, user_, written);
  take(written);
}

}  // namespace segue::playlist
