#include "formats/html_text.h"

#include <gtest/gtest.h>

namespace segue::formats {
namespace {

TEST(UnescapeHtml, TurnsEscapesBackOnce) {
  EXPECT_EQ(unescape_html("Salt &amp; wind &lt;3 &quot;x&quot; it&#x27;s it&#39;s it&apos;s a&#x2F;b"),
            "Salt & wind <3 \"x\" it's it's it's a/b");
  EXPECT_EQ(unescape_html("&amp;lt;"), "&lt;");
  EXPECT_EQ(unescape_html("&#xE9;&#26481;&#x1F30A;"), "é東🌊");
}

TEST(UnescapeHtml, LeavesTheRest) {
  for (const char* text : {"", "&", "&;", "&#;", "&#x;", "R&B", "a & b; c", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;",
                           "&#99999999999;", "&#-1;", "&#12x;", "&AMP;"})
    EXPECT_EQ(unescape_html(text), text);
}

}  // namespace
}  // namespace segue::formats
