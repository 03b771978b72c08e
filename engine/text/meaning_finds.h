// Wishes, obstacles and competitors among the phrases of a text: see meaning.h.
// Threads: pure functions. Cost: linear in the phrases found.
#pragma once

#include <string>

#include "text/meaning_scan.h"

namespace sojourn {

struct WishFind {
  double weight = 0;  // 0: none.
  ByteRange cue, range;
};
// `score` as in MeaningReader::read: what an unhappy text says before its plea is no wish.
WishFind find_wish(const MeaningScan& scan, double score);

struct ObstacleFind {
  double weight = 0;
  std::string phrase;
  ByteRange range;  // From the thing to what is wrong with it.
};
// `score` as in MeaningReader::read. What is wished for is no obstacle: "I'd like longer opening hours".
ObstacleFind find_obstacle(const MeaningScan& scan, double score, const WishFind& wish);

struct SwitchFind {
  double weight = 0;  // 0: no competitor is told of.
  bool leaves = false;
  bool named = false;
  ByteRange cue, name;
};
SwitchFind find_switch(const MeaningScan& scan, double score);

}  // namespace sojourn
