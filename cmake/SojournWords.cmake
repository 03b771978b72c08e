# The words of letters (engine/act/words), and what they share with the pages (web/src/locales), as texts in the program.
function(sojourn_embed_words)
  file(GLOB words CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/engine/act/words/*.json"
       "${CMAKE_SOURCE_DIR}/web/src/locales/*/*.json")
  set(out "${CMAKE_BINARY_DIR}/word_texts.cc")
  add_custom_command(OUTPUT "${out}"
    COMMAND python3 "${CMAKE_SOURCE_DIR}/tools/embed_words.py" "${out}" "${CMAKE_SOURCE_DIR}"
    DEPENDS ${words} "${CMAKE_SOURCE_DIR}/tools/embed_words.py"
    COMMENT "Embedding the words of letters")
  target_sources(sojourn_act PRIVATE "${out}")
endfunction()
