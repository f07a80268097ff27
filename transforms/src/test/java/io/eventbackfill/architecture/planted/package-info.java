/** Code that breaks the rules of the main code, one by one, so that none of them is empty. */
package io.eventbackfill.architecture.planted;
