/* global SwaggerUIBundle */

SwaggerUIBundle({
  url: '/api/swagger.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // The validator badge would send the URL to another server.
  validatorUrl: null
})
