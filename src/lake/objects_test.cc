#include "lake/objects.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::lake {
namespace {

TEST(Objects, EnvelopeAndBodyComeBack) {
  Envelope envelope;
  envelope.request = "GET /v1/me";
  envelope.status = 200;
  envelope.server_date = base::from_ms(1767323045000);
  envelope.our_clock = base::from_ms(1767323045678);
  envelope.sha256 = std::string(64, 'a');
  const auto [back, body] = unwrap(wrap(envelope, "{\"x\":\n1}"));
  EXPECT_EQ(back.request, envelope.request);
  EXPECT_EQ(back.status, 200);
  EXPECT_EQ(back.server_date, envelope.server_date);
  EXPECT_EQ(back.our_clock, envelope.our_clock);
  EXPECT_EQ(body, "{\"x\":\n1}");
}

TEST(Objects, DamageIsSeen) {
  std::string bytes = compress(std::string(1000, 'x'));
  EXPECT_EQ(decompress(bytes).size(), 1000u);
  EXPECT_THROW(decompress(bytes.substr(0, bytes.size() - 1)), base::Error);
  EXPECT_THROW(decompress("hello"), base::Error);
  for (const std::string& bad :
       {std::string(), std::string("hello"), bytes.substr(0, 4), bytes.substr(1), bytes + "x", bytes + bytes})
    EXPECT_THROW(decompress(bad), base::Error) << bad.size();
}

TEST(Objects, EveryFlippedByteIsSeen) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += std::to_string(i * i);
  const std::string bytes = compress(text);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x55);
    try {
      EXPECT_EQ(decompress(flipped), text) << "a byte that says nothing, at " << i;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::input);
    }
  }
}

TEST(Objects, AHeadThatClaimsTheMoonIsDamage) {
  // The frame has a magic number, a descriptor with an 8-byte content size, a window byte and the size.
  std::string bytes("\x28\xB5\x2F\xFD\xC0\x58", 6);
  bytes += std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x0F", 8);
  bytes += "\x01";
  EXPECT_THROW(decompress(bytes), base::Error);
}

TEST(Objects, WhatHasNoEnvelopeIsNoObject) {
  for (const char* bad : {"", "no envelope", "{}\n", "[]\nx", "{\"our_clock\":\"0000-01-01T00:00:00Z\"}\n", "7\n",
                          "{\"our_clock\":7}\n", "\n"})
    EXPECT_THROW(unwrap(compress(bad)), base::Error) << bad;
  EXPECT_EQ(unwrap(compress("{\"our_clock\":\"2026-01-02T03:04:05Z\",\"new\":[1]}\n")).second, "");
}

}  // namespace
}  // namespace segue::lake
