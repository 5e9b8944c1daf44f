/**
 * What people see: pages made on the server, complete without JavaScript. Each class answers for one kind of page and fills a
 * view record; the template of the same name in {@code src/main/jte} shows it, compiled into this package. Every text a
 * person reads stands in {@code messages_en.properties}.
 */
@NullMarked
package io.derwent.console.pages;

import org.jspecify.annotations.NullMarked;
