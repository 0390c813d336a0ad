/* global SwaggerUIBundle, document */

SwaggerUIBundle({
  // Relative to this file, because the page may be below a prefix.
  url: new URL('../swagger.json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  deepLinking: true,
  // The validator badge would send the URL to another server.
  validatorUrl: null
})
