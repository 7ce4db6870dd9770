// The lake's memory of the playlist that segue wrote last. Spotify may show a playlist otherwise than segue wrote it
// (relinked tracks, a shortened name, public in place of private). A playlist that still looks as segue left it is not
// written again.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "formats/web_api.h"
#include "lake/lake.h"
#include "playlist/written.h"

namespace segue::playlist {

class Memory {
 public:
  // The references must outlive the object.
  Memory(lake::Lake& lake, const std::string& user, const base::Clock& clock);

  const std::string& playlist() const { return playlist_; }             // Spotify id; "" = none was written
  std::size_t songs() const { return full_ ? full_->uris.size() : 0; }  // in the list last written there
  const std::vector<std::string>& refused() const { return refused_; }  // URIs that Spotify lately accepted in no list

  // Return whether name, privacy or songs of `ours`, as Spotify shows it now, must be written.
  bool name_differs(const formats::WebPlaylist& ours, const std::string& name) const;
  bool is_to_be_private(const formats::WebPlaylist& ours) const;
  bool items_differ(const formats::WebPlaylist& ours, const std::vector<formats::WebItem>& present,
                    const std::vector<std::string>& uris) const;

  // Writes `written` into the lake, unless the lake says the same already.
  void keep(Written written);

 private:
  void take(const Written& written);

  lake::Lake& lake_;
  const std::string& user_;
  std::string playlist_;
  std::optional<Written> last_, full_;  // the newest memory of the last playlist; the newest with songs
  std::vector<std::string> refused_;
};

}  // namespace segue::playlist
