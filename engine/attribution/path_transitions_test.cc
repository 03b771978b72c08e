// Method: steps of small paths by hand; tables, hash tables and merges against counting; states that no paths write.
// The chain's figures are checked in attribution_test.cc and stats/absorbing_chain_test.cc.
#include "attribution/path_transitions.h"

#include <gtest/gtest.h>

#include <random>

namespace sojourn {
namespace {

std::vector<Touch> path_of(const std::vector<uint32_t>& nodes) {
  std::vector<Touch> path;
  for (const uint32_t node : nodes) path.push_back({0, 0, node});
  return path;
}

std::string saved(const PathTransitions& transitions, const Names& names, uint32_t nodes) {
  ByteWriter out;
  transitions.save(names, nodes, out);
  return out.take();
}

std::shared_ptr<Names> letters(int count) {
  std::shared_ptr<Names> names = make_names();
  for (int i = 0; i < count; ++i) names->intern("n" + std::to_string(i));
  return names;
}

TEST(PathTransitions, RemembersAsManyTouchesAsAsked) {
  const std::shared_ptr<Names> names = letters(3);
  PathTransitions transitions;
  transitions.add_path(path_of({1, 2, 3, 1}), true, false, 2, names->size());
  transitions.add_path(path_of({1}), false, false, 2, names->size());
  transitions.add_path({}, false, false, 2, names->size());
  std::map<PathTransitions::Memory, std::map<uint32_t, int64_t>> found;
  for (const auto& step : transitions.steps(*names, names->size())) found[step.from][step.to] += step.times;
  using Memory = PathTransitions::Memory;
  const std::map<Memory, std::map<uint32_t, int64_t>> wanted{{Memory{0, 0, 0}, {{1, 2}}},
                                                             {Memory{0, 0, 1}, {{2, 1}, {PathTransitions::kLost, 1}}},
                                                             {Memory{0, 1, 2}, {{3, 1}}},
                                                             {Memory{0, 2, 3}, {{1, 1}}},
                                                             {Memory{0, 3, 1}, {{PathTransitions::kConverted, 1}}}};
  EXPECT_EQ(found, wanted);
}

TEST(PathTransitions, TablesAndHashTablesSayTheSame) {
  for (const int count : {3, 40, 300}) {
    for (int order = 1; order <= 3; ++order) {
      const std::shared_ptr<Names> names = letters(count);
      std::mt19937_64 random(static_cast<uint64_t>(count + order));
      PathTransitions whole;
      PathTransitions late;  // Knows some names only by their texts, as states do that were saved elsewhere.
      std::vector<PathTransitions> parts(5);
      int64_t converted = 0;
      for (int i = 0; i < 400; ++i) {
        std::vector<uint32_t> nodes(1 + random() % 6);
        for (uint32_t& node : nodes) node = 1 + static_cast<uint32_t>(random() % static_cast<uint64_t>(count));
        const bool converts = random() % 2 == 0;
        converted += converts ? 1 : 0;
        whole.add_path(path_of(nodes), converts, false, order, names->size());
        parts[random() % parts.size()].add_path(path_of(nodes), converts, false, order, names->size());
      }
      PathTransitions merged;
      for (const PathTransitions& part : parts) merged.merge(part, order, names->size());
      const std::string bytes = saved(whole, *names, names->size());
      EXPECT_EQ(saved(merged, *names, names->size()), bytes);
      const std::shared_ptr<Names> others = letters(2);
      const uint32_t known = others->size();
      ByteReader in(bytes);
      auto loaded = PathTransitions::load(*others, order, known, converted, in);
      ASSERT_TRUE(loaded.has_value()) << loaded.status().to_string();
      late.merge(*loaded, order, known);
      EXPECT_EQ(saved(late, *others, known), bytes);
    }
  }
}

TEST(PathTransitions, RefusesCountsThatNoPathsHave) {
  struct Line {
    std::string from;
    std::string to;
    bool lost;
    int64_t times;
  };
  const auto load = [](const std::vector<Line>& lines, int64_t converted) {
    ByteWriter out;
    out.u8(0);  // Not too many.
    out.u64(lines.size());
    for (const Line& line : lines) {
      for (const char* older : {"", ""}) out.text(older);
      out.text(line.from);
      out.text(line.to);
      out.u8(line.lost ? 1 : 0);
      out.i64(line.times);
    }
    const std::shared_ptr<Names> names = make_names();
    const std::string bytes = out.take();
    ByteReader in(bytes);
    return PathTransitions::load(*names, 1, names->size(), converted, in).status().code();
  };
  EXPECT_EQ(load({{"", "a", false, 3}, {"a", "", false, 2}, {"a", "", true, 1}}, 2), StatusCode::kOk);
  EXPECT_EQ(load({{"", "a", false, 3}, {"a", "", false, 2}, {"a", "", true, 1}}, 1), StatusCode::kCorruption);
  EXPECT_EQ(load({{"", "a", false, 3}, {"a", "", false, 2}}, 2), StatusCode::kCorruption) << "one breaks off";
  EXPECT_EQ(load({{"", "", true, 3}}, 0), StatusCode::kCorruption) << "without touches";
  EXPECT_EQ(load({{"a", "b", true, 3}}, 0), StatusCode::kCorruption) << "ends and goes on";
  EXPECT_EQ(load({{"", "a", false, int64_t{1} << 53}, {"a", "", true, int64_t{1} << 53}}, 0), StatusCode::kCorruption);
}

// --- the limit

// Paths of three touches: the steps into the third one, and out of it, are new each time.
void add_steps_of_order_3(PathTransitions& transitions, uint32_t begin, uint32_t end) {
  for (uint32_t i = begin; i < end; ++i) {
    transitions.add_path(path_of({1 + i / 1'000'000, 1 + i / 1'000 % 1'000, 1 + i % 1'000}), true, false, 3, 1'001);
  }
}

TEST(PathTransitions, TooManyStepsAreTooManyInAnyOrder) {
  const std::shared_ptr<Names> names = make_names();
  PathTransitions low;
  PathTransitions high;
  add_steps_of_order_3(low, 0, 900'000);
  EXPECT_FALSE(low.too_many()) << "1.8 million, and 1,801 at the beginning of paths";
  add_steps_of_order_3(high, 700'000, 1'100'000);
  EXPECT_FALSE(high.too_many());
  PathTransitions both = low;
  both.merge(high, 3, 1'001);
  EXPECT_TRUE(both.too_many());
  high.merge(low, 3, 1'001);
  EXPECT_EQ(saved(both, *names, 1'001), saved(high, *names, 1'001));
  add_steps_of_order_3(low, 900'000, 1'100'000);
  EXPECT_EQ(saved(both, *names, 1'001), saved(low, *names, 1'001));
  PathTransitions empty;
  empty.merge(low, 3, 1'001);
  EXPECT_EQ(saved(both, *names, 1'001), saved(empty, *names, 1'001));
  both.merge(PathTransitions(), 3, 1'001);
  both.add_steps(1, 2, 1, 1'001);
  EXPECT_EQ(saved(both, *names, 1'001), saved(empty, *names, 1'001));
  const std::string bytes = saved(both, *names, 1'001);
  ByteReader in(bytes);
  const auto loaded = PathTransitions::load(*names, 3, 1'001, 5, in);
  EXPECT_TRUE(loaded->too_many());
  EXPECT_EQ(saved(*loaded, *names, 1'001), bytes);
}

}  // namespace
}  // namespace sojourn
