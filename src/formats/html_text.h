// Spotify escapes descriptions of playlists as HTML.
#pragma once
#include <string>
#include <string_view>

namespace segue::formats {

// &amp; &lt; &gt; &quot; &apos; and numbers, once ("&amp;lt;" → "&lt;"). What is no such escape stays as it is.
std::string unescape_html(std::string_view text);

}  // namespace segue::formats
