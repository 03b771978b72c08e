// Conversations of made-up customers with agents and with the chatbot: turns for the property `turns`.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "simulate/comments.h"

namespace sojourn {

struct DialogueStory {
  Matter problem = Matter::kService;
  bool solved = true;
  std::string_view digits;  // Of the customer.
};

// A call: turns with a beginning and an end. Solved, the customer ends content; else angry, and some ask for a manager.
nlohmann::ordered_json call_turns(const LanguageWords& words, const DialogueStory& story, Random& random);
// A chat with the bot: turns with a beginning. Unsolved, a colleague takes over.
nlohmann::ordered_json chat_turns(const LanguageWords& words, const DialogueStory& story, Random& random);

}  // namespace sojourn
