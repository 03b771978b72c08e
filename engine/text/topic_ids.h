// Which topic of a refit is which of those before, by the ten words that show them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "text/topic_model.h"

namespace sojourn {

// Of each topic the place of the one before that it is, or kUnassigned (hungarian.h): those that share the most words, three at
// least, of topics of few words half of them. All are of one language.
std::vector<size_t> match_topics(std::span<const Topic> topics, std::span<const Topic* const> before);
// Is a word of the name still among the topic's words?
bool name_fits(const std::string& name, const Topic& topic);

}  // namespace sojourn
