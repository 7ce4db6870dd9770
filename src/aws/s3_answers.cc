#include "aws/s3_answers.h"

#include <fmt/core.h>

#include <charconv>
#include <pugixml.hpp>

#include "base/error.h"

namespace segue::aws {
namespace {

[[noreturn]] void no_page(std::string_view why) {
  throw base::Error(base::Fault::upstream, fmt::format("the S3 service's list of objects cannot be read: {}", why));
}

// Throws if the node has no such child.
std::string text_of(const pugi::xml_node& node, const char* name) {
  const pugi::xml_node child = node.child(name);
  if (!child) no_page(fmt::format("<{}> lacks <{}>", node.name(), name));
  return child.text().get();
}

std::uint64_t size_in(const std::string& text) {
  std::uint64_t size = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc() || stop != text.data() + text.size()) no_page("a <Size> is not a number");
  return size;
}

}  // namespace

S3Refusal refusal_in(const http::Response& answer) {
  S3Refusal refusal;
  pugi::xml_document document;
  if (document.load_buffer(answer.body.data(), answer.body.size())) {
    const pugi::xml_node error = document.child("Error");
    refusal = {error.child_value("Code"), error.child_value("Message"), error.child_value("Region")};
  }
  if (const auto region = answer.header("x-amz-bucket-region"); region && refusal.region.empty())
    refusal.region = *region;
  return refusal;
}

ListedPage page_in(std::string_view xml) {
  pugi::xml_document document;
  // Text of blanks is kept: a delimiter or a key can consist of blanks.
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!parsed) no_page(parsed.description());
  const pugi::xml_node page = document.child("ListBucketResult");
  if (!page) no_page("it has no <ListBucketResult>");
  const bool encoded = std::string_view(page.child_value("EncodingType")) == "url";
  const auto name_of = [&](const pugi::xml_node& node, const char* child) {
    std::string name = text_of(node, child);
    return encoded ? http::percent_decode(name) : name;
  };
  ListedPage got;
  for (const auto& node : page.children("Contents"))
    got.listing.objects.push_back({name_of(node, "Key"), size_in(text_of(node, "Size"))});
  for (const auto& node : page.children("CommonPrefixes")) got.listing.prefixes.push_back(name_of(node, "Prefix"));
  const std::string cut = text_of(page, "IsTruncated");
  if (cut != "true" && cut != "false") no_page("<IsTruncated> is neither true nor false");
  if (cut == "true") {
    got.next = page.child_value("NextContinuationToken");
    if (got.next.empty()) no_page("a truncated page has no <NextContinuationToken>");
  }
  return got;
}

}  // namespace segue::aws
