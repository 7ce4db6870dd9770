// Spotify escapes descriptions of playlists as HTML.
#pragma once
#include <string>
#include <string_view>

namespace segue::formats {

// Replaces &amp; &lt; &gt; &quot; &apos; and numeric escapes, once ("&amp;lt;" → "&lt;"). Leaves all else as it is.
std::string unescape_html(std::string_view text);

}  // namespace segue::formats
