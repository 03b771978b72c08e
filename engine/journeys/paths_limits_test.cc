// Method: one link more than the limit, counted in one state and met in merges of several, in any order; numbers from before the drop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journeys/paths.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

constexpr uint32_t kNodes = 1'000;
constexpr PathLinks::Shape kShape{3, kNodes};

// Links in some order, so that each number is another one.
void add_link(PathLinks& links, uint64_t number) {
  const auto place = static_cast<uint32_t>(number / (kNodes * kNodes));
  const auto rest = static_cast<uint32_t>(number % (kNodes * kNodes));
  const auto [link, first] = links.add(place, 1 + rest / kNodes, 1 + rest % kNodes, 7, kShape);
  links.add_length(link, 5);
  EXPECT_TRUE(first || links.too_many());
}

void add_links(PathLinks& links, uint64_t begin, uint64_t end) {
  for (uint64_t i = begin; i < end; ++i) add_link(links, i);
}

std::string saved(const PathLinks& links) {
  ByteWriter out;
  links.save(*make_names(), out);
  return out.take();
}

TEST(PathLinks, TooManyIsTooManyInAnyOrder) {
  PathLinks low;
  PathLinks high;
  add_links(low, 0, PathLinks::kLinksMax);
  EXPECT_FALSE(low.too_many());
  add_links(high, PathLinks::kLinksMax - 1, PathLinks::kLinksMax + 1);
  PathLinks both = low;
  both.merge(high, kShape);
  EXPECT_TRUE(both.too_many());
  high.merge(low, kShape);
  EXPECT_EQ(saved(both), saved(high));
  add_link(low, PathLinks::kLinksMax);
  EXPECT_EQ(saved(both), saved(low));
  PathLinks empty;
  empty.merge(low, kShape);
  low.merge(PathLinks(), kShape);
  EXPECT_EQ(saved(both), saved(empty));
  EXPECT_EQ(saved(both), saved(low));
  const std::string bytes = saved(both);
  ByteReader in(bytes);
  const Result<PathLinks> loaded = PathLinks::load(*make_names(), kShape, in);
  EXPECT_TRUE(loaded->too_many());
  EXPECT_EQ(saved(*loaded), bytes);
}

TEST(PathLinks, WhatComesAfterTooManyIsForgotten) {
  PathLinks links;
  add_links(links, 0, PathLinks::kLinksMax);
  const uint32_t last = PathLinks::kLinksMax - 1;
  add_link(links, PathLinks::kLinksMax);
  // Numbers that were given before are taken, as of a customer whose life goes on.
  links.add_length(last, 5);
  links.add_lengths(std::vector<PathLinks::Length>{{last, 1}, {last - 1, 2}});
  links.add_customer(std::vector<uint32_t>{last, last - 1, 0});
  add_links(links, 0, 100);
  PathLinks dropped;
  dropped.merge(links, kShape);
  EXPECT_EQ(saved(dropped), saved(links));
  EXPECT_EQ(saved(links).size(), 1u);
}

TEST(Paths, TooManyLinksAreAnError) {
  Fixture life;
  life.add("anna", kDay, {{"touchpoint", "visit"}});
  const std::shared_ptr<const Snapshot> snapshot = life.snapshot();
  const Question question = with({});
  const MeasureDefinition definition = paths_definition();
  BindContext context(*snapshot, question, definition, *Zone::find("UTC"), TimeRange{}, 0);
  const Paths paths = *Paths::bind(context);
  Paths::State state;
  EXPECT_TRUE(paths.check(state).ok());
  add_links(state.links, 0, PathLinks::kLinksMax + 1);
  EXPECT_EQ(paths.check(state).code(), StatusCode::kLimit);
  EXPECT_THAT(paths.check(state).message(), testing::HasSubstr("fewer steps"));
}

}  // namespace
}  // namespace sojourn
