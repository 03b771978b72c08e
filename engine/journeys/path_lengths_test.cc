#include "journeys/path_lengths.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "journeys/path_links.h"
#include "journeys/transitions.h"

namespace sojourn {
namespace {

constexpr uint32_t kNodes = 5;

std::string bytes_of(const Transitions& state, const Names& names) {
  ByteWriter out;
  state.save(names, out);
  return std::string(out.bytes());
}

std::string bytes_of(const PathLinks& state, const Names& names) {
  ByteWriter out;
  state.save(names, out);
  return std::string(out.bytes());
}

std::shared_ptr<Names> letters() {
  std::shared_ptr<Names> names = make_names();
  for (const char* name : {"a", "b", "c", "d"}) names->intern(name);
  return names;
}

// The same random transitions one by one and as runs; `room` is how large each run says it is.
void add_block(std::mt19937_64& random, uint64_t customer, size_t room, Transitions& plain, Transitions& runs) {
  PathLengths::Run run = runs.new_run(room);
  uint32_t begin = 0;
  for (uint32_t from = 1; from < kNodes; ++from) {
    const auto to = static_cast<uint32_t>(1 + random() % (kNodes - 1));
    const auto times = static_cast<uint32_t>(1 + random() % 20);
    for (uint32_t i = 0; i < times; ++i) {
      const auto length = static_cast<Micros>(random() % 1'000);
      plain.add(from, to, length, customer, kNodes);
      run.lengths[begin + i] = length;
    }
    const uint32_t edge = runs.add_many(from, to, times, 1, kNodes);
    if (edge >= run.places.size()) run.places.resize(edge + 1);
    run.places[edge] = {begin, times};
    begin += times;
  }
  runs.put_aside(std::move(run));
}

TEST(PathLengthsTest, LengthsPutAsideAreThoseOfTheSketches) {
  const std::shared_ptr<Names> names = letters();
  std::mt19937_64 random(7);
  Transitions plain;
  std::array<Transitions, 2> runs;
  for (uint64_t block = 0; block < 40; ++block) {
    // Runs that say they are larger than all may be are put into the sketches at once, their memory is used again.
    const size_t room = block % 16 == 9 ? PathLengths::kLengthsMax + 1 : 100;
    add_block(random, block, room, plain, runs[block % 2]);
  }
  const std::string other = bytes_of(runs[1], *names);
  runs[0].merge(runs[1], kNodes);
  EXPECT_EQ(bytes_of(plain, *names), bytes_of(runs[0], *names));
  EXPECT_EQ(other, bytes_of(runs[1], *names));  // Lengths are shared, but nobody changes them.
  std::vector<int64_t> room;
  for (const Transitions::Edge& edge : runs[0].edges()) {
    EXPECT_EQ(edge.times, runs[0].between(edge, room).count());
  }
}

TEST(PathLengthsTest, MergedRunsAreSettledWhenTheyAreTooMany) {
  const std::shared_ptr<Names> names = letters();
  std::mt19937_64 random(8);
  Transitions plain;
  std::array<Transitions, 4> runs;
  for (uint64_t block = 0; block < runs.size(); ++block) {
    add_block(random, block, PathLengths::kLengthsMax, plain, runs[block]);
  }
  for (size_t i = 1; i < runs.size(); ++i) runs[0].merge(runs[i], kNodes);
  EXPECT_EQ(bytes_of(plain, *names), bytes_of(runs[0], *names));
}

// Paths of two places; customers in turns of one and of three paths.
TEST(PathLengthsTest, LinksCountTheSameHoweverTheyCome) {
  const std::shared_ptr<Names> names = letters();
  const PathLinks::Shape shape{2, kNodes};
  std::mt19937_64 random(9);
  PathLinks plain;
  std::array<PathLinks, 2> blocks;
  std::vector<PathLinks::Length> lengths;
  for (uint64_t customer = 0; customer < 200; ++customer) {
    PathLinks& block = blocks[customer / 50 % 2];
    std::vector<uint32_t> own;
    std::vector<uint32_t> taken;
    for (size_t path = 0; path < (customer % 2 == 0 ? 1 : 3); ++path) {
      const auto from = static_cast<uint32_t>(1 + random() % (kNodes - 1));
      const auto to = static_cast<uint32_t>(1 + random() % (kNodes - 1));
      const auto length = static_cast<Micros>(random() % 1'000);
      const auto add = [&](uint32_t place, uint32_t a, uint32_t b) {
        const auto [own_link, first] = plain.add(place, a, b, customer, shape);
        if (first) own.push_back(own_link);
        const auto [link, again] = block.add(place, a, b, customer, shape);
        if (again) taken.push_back(link);
        return std::pair(own_link, link);
      };
      const auto [own_link, link] = add(0, from, to);
      plain.add_length(own_link, length);
      lengths.push_back({link, length});
      add(1, to, PathLinks::kEnd);
    }
    plain.add_customer(own);
    block.add_customer(taken);
    if (customer % 50 != 49) continue;
    block.add_lengths(lengths);
    lengths.clear();
  }
  const std::string other = bytes_of(blocks[1], *names);
  blocks[0].merge(blocks[1], shape);
  EXPECT_EQ(bytes_of(plain, *names), bytes_of(blocks[0], *names));
  EXPECT_EQ(other, bytes_of(blocks[1], *names));
}

}  // namespace
}  // namespace sojourn
